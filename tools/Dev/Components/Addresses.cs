using Dev.Workspace;
using LocalServers.RabbitMq;

namespace Dev.Components;

/// <summary>Where RabbitMQ is reached, with user and password.</summary>
internal static class Addresses
{
    public static Uri RabbitMq(Workplace workplace) => Of(workplace).Uri;

    public static Uri RabbitMqManagement(Workplace workplace) => Of(workplace).ManagementUri;

    private static LocalRabbitMq Of(Workplace workplace)
    {
        Directory.CreateDirectory(workplace.Checkout.RabbitMq);
        return LocalRabbitMq.Describe(
            workplace.Checkout.RabbitMq,
            workplace.Settings.Port(ComponentNames.RabbitMq),
            workplace.Settings.Port(RabbitMqComponent.ManagementPort));
    }
}
