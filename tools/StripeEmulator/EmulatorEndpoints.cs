using StripeEmulator.Api.Accounts;
using StripeEmulator.Api.Balances;
using StripeEmulator.Api.Charges;
using StripeEmulator.Api.Checkout;
using StripeEmulator.Api.Customers;
using StripeEmulator.Api.Disputes;
using StripeEmulator.Api.Events;
using StripeEmulator.Api.Invoices;
using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Plans;
using StripeEmulator.Api.Portal;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Products;
using StripeEmulator.Api.Refunds;
using StripeEmulator.Api.Requests;
using StripeEmulator.Api.Search;
using StripeEmulator.Api.SetupIntents;
using StripeEmulator.Api.Subscriptions;
using StripeEmulator.Api.Tokens;
using StripeEmulator.Api.WebhookEndpoints;
using StripeEmulator.Control;

namespace StripeEmulator;

/// <summary>The table of contents: every route of the Stripe API that is covered, and the control API beside it.</summary>
internal static class EmulatorEndpoints
{
    public static void MapStripeApi(this WebApplication app)
    {
        var api = new StripeRoutes(app, app.Services.GetRequiredService<ApiPipeline>());

        MapPayments(api);
        MapBilling(api);
        MapAccount(api);
        api.MapSearch();
        api.MapUnrecognized();
    }

    public static void MapControlApi(this WebApplication app)
    {
        var control = app.MapGroup("/_emulator");

        control.MapHealth();
        control.MapDeliveries();
        control.MapGiveUpDeliveries();
        control.MapResendEvent();
        control.MapReset();
        control.MapFaults();
        control.MapPayCheckout();
        control.MapDisputePayment();
    }

    private static void MapPayments(StripeRoutes api)
    {
        api.MapCreateCustomer();
        api.MapRetrieveCustomer();
        api.MapUpdateCustomer();
        api.MapDeleteCustomer();
        api.MapListCustomers();

        api.MapCreatePaymentMethod();
        api.MapRetrievePaymentMethod();
        api.MapAttachPaymentMethod();
        api.MapDetachPaymentMethod();
        api.MapUpdatePaymentMethod();
        api.MapListPaymentMethods();
        api.MapCustomersPaymentMethods();

        api.MapCreatePaymentIntent();
        api.MapRetrievePaymentIntent();
        api.MapUpdatePaymentIntent();
        api.MapConfirmPaymentIntent();
        api.MapCancelPaymentIntent();
        api.MapListPaymentIntents();

        api.MapTokens();

        api.MapCreateSetupIntent();
        api.MapRetrieveSetupIntent();
        api.MapConfirmSetupIntent();
        api.MapChangeSetupIntent();
        api.MapListSetupIntents();

        api.MapRetrieveCharge();
        api.MapUpdateCharge();
        api.MapListCharges();

        api.MapCreateRefund();
        api.MapRetrieveRefund();
        api.MapUpdateRefund();
        api.MapListRefunds();

        api.MapRetrieveDispute();
        api.MapUpdateDispute();
        api.MapCloseDispute();
        api.MapListDisputes();
        api.MapEarlyFraudWarnings();
    }

    private static void MapBilling(StripeRoutes api)
    {
        api.MapCreateProduct();
        api.MapRetrieveProduct();
        api.MapUpdateProduct();
        api.MapDeleteProduct();
        api.MapListProducts();

        api.MapCreatePrice();
        api.MapRetrievePrice();
        api.MapUpdatePrice();
        api.MapListPrices();
        api.MapPlans();

        api.MapCreateSubscription();
        api.MapRetrieveSubscription();
        api.MapUpdateSubscription();
        api.MapCancelSubscription();
        api.MapListSubscriptions();

        api.MapRetrieveInvoice();
        api.MapFinalizeInvoice();
        api.MapPayInvoice();
        api.MapListInvoices();
        api.MapInvoicePayments();
        api.MapInvoiceItems();

        api.MapCreateCheckoutSession();
        api.MapRetrieveCheckoutSession();
        api.MapExpireCheckoutSession();
        api.MapListCheckoutSessions();

        api.MapCreatePortalSession();
        api.MapPortalConfigurations();
    }

    private static void MapAccount(StripeRoutes api)
    {
        api.MapRetrieveAccount();
        api.MapRetrieveBalance();

        api.MapRetrieveEvent();
        api.MapListEvents();
        api.MapRetryEvent();

        api.MapCreateWebhookEndpoint();
        api.MapRetrieveWebhookEndpoint();
        api.MapUpdateWebhookEndpoint();
        api.MapDeleteWebhookEndpoint();
        api.MapListWebhookEndpoints();
    }
}
