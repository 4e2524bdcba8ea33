namespace Billing.Customers;

internal static class CustomersSetup
{
    public static void AddCustomers(this IServiceCollection services)
    {
        services.AddScoped<CustomerDirectory>();
        services.AddScoped<CustomerEmail>();
        services.AddScoped<CustomerRemoval>();
    }
}
