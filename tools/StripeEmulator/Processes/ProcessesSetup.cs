namespace StripeEmulator.Processes;

/// <summary>Registers what moves the account's resources. Each process exists once: some listen to others.</summary>
internal static class ProcessesSetup
{
    public static void AddProcesses(this IServiceCollection services) => services
        .AddSingleton<Timekeeper>()
        .AddSingleton<Balance>()
        .AddSingleton<Payments>()
        .AddSingleton<Refunds>()
        .AddSingleton<Disputes>()
        .AddSingleton<Captures>()
        .AddSingleton<Wallets>()
        .AddSingleton<Setups>()
        .AddSingleton<SubscriptionChanges>()
        .AddSingleton<PendingItems>()
        .AddSingleton<Invoicing>()
        .AddSingleton<Prorations>()
        .AddSingleton<Standing>()
        .AddSingleton<Collection>()
        .AddSingleton<ManualInvoices>()
        .AddSingleton<Renewals>()
        .AddSingleton<SubscriptionUpdates>()
        .AddSingleton<Previews>()
        .AddSingleton<UpcomingInvoices>()
        .AddSingleton<Pauses>()
        .AddSingleton<Subscriptions>()
        .AddSingleton<Checkout>()
        .AddSingleton<Authentications>()
        .AddSingleton<TestClocks>()
        .AddSingleton<AllProcesses>();
}
