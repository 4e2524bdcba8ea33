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
using StripeEmulator.Api.StripeCli;
using StripeEmulator.Api.Subscriptions;
using StripeEmulator.Api.TestClocks;
using StripeEmulator.Api.Tokens;
using StripeEmulator.Api.WebhookEndpoints;
using StripeEmulator.Cli;
using StripeEmulator.Control;
using StripeEmulator.Pages.Control;

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
        MapCli(api, app.Services.GetRequiredService<CliSessions>(), app.Services.GetRequiredService<EmulatorSettings>());
        api.MapUnrecognized();
    }

    public static void MapControlApi(this WebApplication app)
    {
        var control = app.MapGroup("/_emulator").WithDoor();

        control.MapControlPage();
        control.MapHealth();
        control.MapClock();
        control.MapRequests();
        control.MapDeliveries();
        control.MapDeliveryRules();
        control.MapHeldDeliveries();
        control.MapGiveUpDeliveries();
        control.MapResendEvent();
        control.MapRollSecret();
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
        api.MapCapturePaymentIntent();
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
        api.MapBalanceTransactions();

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
        api.MapPauseSubscription();
        api.MapMigrateSubscription();
        api.MapSubscriptionItems();

        api.MapRetrieveInvoice();
        api.MapCreateInvoice();
        api.MapPreviewInvoice();
        api.MapUpdateInvoice();
        api.MapDeleteInvoice();
        api.MapFinalizeInvoice();
        api.MapPayInvoice();
        api.MapSendInvoice();
        api.MapGiveUpInvoice();
        api.MapListInvoices();
        api.MapListInvoiceLines();
        api.MapInvoicePayments();
        api.MapInvoiceItems();
        api.MapChangeInvoiceItems();

        api.MapCreateCheckoutSession();
        api.MapRetrieveCheckoutSession();
        api.MapUpdateCheckoutSession();
        api.MapExpireCheckoutSession();
        api.MapListCheckoutSessions();
        api.MapPaymentPages();

        api.MapCreatePortalSession();
        api.MapPortalConfigurations();
    }

    private static void MapAccount(StripeRoutes api)
    {
        api.MapRetrieveAccount();
        api.MapRetrieveBalance();

        api.MapCreateTestClock();
        api.MapRetrieveTestClock();
        api.MapAdvanceTestClock();
        api.MapDeleteTestClock();

        api.MapRetrieveEvent();
        api.MapListEvents();

        api.MapCreateWebhookEndpoint();
        api.MapRetrieveWebhookEndpoint();
        api.MapUpdateWebhookEndpoint();
        api.MapDeleteWebhookEndpoint();
        api.MapListWebhookEndpoints();
    }

    private static void MapCli(StripeRoutes api, CliSessions sessions, EmulatorSettings settings)
    {
        api.MapCreateCliSession(sessions, settings);
        api.MapRetryEvent(sessions);
    }
}
