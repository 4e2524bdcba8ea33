using Contracts;
using Credits.Refunds;
using Credits.Renewal;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Reliability.Inbox;

namespace Credits.Tests.Proofs;

/// <summary>How a message reaches its consumer.</summary>
internal static class Delivery
{
    /// <summary>Past the broker and the inbox: every repetition takes full effect.</summary>
    public static Func<object, Task> Direct(IServiceProvider services) => message => message switch
    {
        PaymentSucceeded paid => ApplyAsync(services, paid),
        ChargeRefunded refunded => ToAsync<ChargeRefundedConsumer, ChargeRefunded>(services, refunded),
        RefundFailed failed => ToAsync<RefundFailedConsumer, RefundFailed>(services, failed),
        DisputeOpened opened => ToAsync<DisputeOpenedConsumer, DisputeOpened>(services, opened),
        DisputeClosed closed => ToAsync<DisputeClosedConsumer, DisputeClosed>(services, closed),
        DisputeFundsReinstated reinstated => ToAsync<DisputeFundsReinstatedConsumer, DisputeFundsReinstated>(services, reinstated),
        EarlyFraudWarningReceived warning => ToAsync<EarlyFraudWarningReceivedConsumer, EarlyFraudWarningReceived>(services, warning),
        SubscriptionActivated activated => ToAsync<SubscriptionActivatedConsumer, SubscriptionActivated>(services, activated),
        SubscriptionRenewed renewed => ToAsync<SubscriptionRenewedConsumer, SubscriptionRenewed>(services, renewed),
        SubscriptionEnded ended => ToAsync<SubscriptionEndedConsumer, SubscriptionEnded>(services, ended),
        SubscriptionPastDue pastDue => ToAsync<SubscriptionPastDueConsumer, SubscriptionPastDue>(services, pastDue),
        SubscriptionRecovered recovered => ToAsync<SubscriptionRecoveredConsumer, SubscriptionRecovered>(services, recovered),
        _ => throw new NotSupportedException($"No consumer takes a {message.GetType().Name}."),
    };

    /// <summary>Through RabbitMQ, until the inbox has it.</summary>
    public static Func<object, Task> Brokered(CreditsApplication credits) => async message =>
    {
        var id = Guid.CreateVersion7();
        await credits.PublishAsync(message, id);
        await credits.ConsumedAsync(id);
    };

    private static async Task ApplyAsync<TMessage>(IServiceProvider services, TMessage message)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ICombinedEffect<TMessage>>().ApplyAsync([message], CancellationToken.None);
    }

    private static async Task ToAsync<TConsumer, TMessage>(IServiceProvider services, TMessage message)
        where TConsumer : class, IConsumer<TMessage>
        where TMessage : class
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TConsumer>().Consume(new DeliveredMessage<TMessage>(message));
    }
}
