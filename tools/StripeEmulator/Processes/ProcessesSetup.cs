namespace StripeEmulator.Processes;

/// <summary>Registers what moves the account's resources. Each process exists once: some listen to others.</summary>
internal static class ProcessesSetup
{
    public static void AddProcesses(this IServiceCollection services) => services
        .AddSingleton<Timekeeper>()
        .AddSingleton<Payments>()
        .AddSingleton<Refunds>()
        .AddSingleton<Disputes>()
        .AddSingleton<Wallets>()
        .AddSingleton<Setups>()
        .AddSingleton<SubscriptionChanges>()
        .AddSingleton<Invoicing>()
        .AddSingleton<Prorations>()
        .AddSingleton<Collection>()
        .AddSingleton<Renewals>()
        .AddSingleton<Subscriptions>()
        .AddSingleton<Checkout>()
        .AddSingleton<AllProcesses>();
}
