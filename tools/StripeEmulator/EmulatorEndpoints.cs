using StripeEmulator.Api.Charges;
using StripeEmulator.Api.Customers;
using StripeEmulator.Api.Events;
using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.Control;

namespace StripeEmulator;

/// <summary>The table of contents: every route of the Stripe API that is covered, and the control API beside it.</summary>
internal static class EmulatorEndpoints
{
    public static void MapStripeApi(this WebApplication app)
    {
        var api = new StripeRoutes(app, app.Services.GetRequiredService<ApiPipeline>());

        api.MapCreateCustomer();
        api.MapRetrieveCustomer();
        api.MapUpdateCustomer();
        api.MapDeleteCustomer();
        api.MapListCustomers();

        api.MapCreatePaymentMethod();
        api.MapRetrievePaymentMethod();

        api.MapCreatePaymentIntent();
        api.MapRetrievePaymentIntent();
        api.MapUpdatePaymentIntent();
        api.MapConfirmPaymentIntent();
        api.MapCancelPaymentIntent();
        api.MapListPaymentIntents();

        api.MapRetrieveCharge();
        api.MapListCharges();

        api.MapRetrieveEvent();
        api.MapListEvents();
        api.MapRetryEvent();

        api.MapUnrecognized();
    }

    public static void MapControlApi(this WebApplication app)
    {
        var control = app.MapGroup("/_emulator");

        control.MapHealth();
        control.MapDeliveries();
        control.MapResendEvent();
        control.MapReset();
        control.MapFaults();
    }
}
