using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;
using StripeEmulator.Api.Requests;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Cli;

/// <summary>
/// One Stripe CLI: what waits to be sent to it, and its connection while it has one. It resets its connection from time to
/// time; what happens meanwhile waits a moment for it to come back.
/// </summary>
internal sealed class CliListener(CliSession session, long number, DeliveryLog log, EmulatorClock clock, TimeProvider time)
{
    public const string TargetPrefix = "stripe_listen_";

    private const int WaitingMax = 2_000;
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReturnWithin = TimeSpan.FromSeconds(10);

    private readonly Channel<CliMessage> _waiting = Channel.CreateBounded<CliMessage>(WaitingMax);
    private readonly UnconfirmedMessages _unconfirmed = new(WaitingMax);
    private readonly CliDeliveries _deliveries = new(log, time);
    private readonly Lock _gate = new();
    private Connection? _current;
    private long? _idleSince = time.GetTimestamp();

    public static bool IsTarget(string targetId) => targetId.StartsWith(TargetPrefix, StringComparison.Ordinal);

    public CliSession Session => session;

    public long Number => number;

    /// <summary>What it is called in delivery rules and in the log.</summary>
    public string TargetId { get; } = TargetPrefix + number.ToString(CultureInfo.InvariantCulture);

    public bool WasConnected { get; private set; }

    public bool IsExpired
    {
        get
        {
            lock (_gate)
            {
                return _idleSince is { } since && time.GetElapsedTime(since) > (WasConnected ? ReturnWithin : ConnectWithin);
            }
        }
    }

    /// <summary>Gives it an event, in the account's version and in the latest: the CLI shows the one it was started for.</summary>
    /// <returns>False when too much waits for it already.</returns>
    public bool TrySend(Event recorded)
    {
        var noted = _deliveries.Note(recorded, TargetId);
        return TrySend(noted, recorded, recorded.Version, asked: null)
            & TrySend(noted, recorded, ApiVersion.Latest, asked: ApiVersion.Latest);
    }

    public void Tell(LoggedRequest request)
    {
        if (request.Status is { } status && session.Filter.Shows(request, status))
        {
            _waiting.Writer.TryWrite(new CliMessage(request.RequestId, CliMessages.RequestLogEvent(request), IsAcknowledged: false));
        }
    }

    /// <summary>Serves a connection until either side ends it. A newer connection of the same CLI takes over.</summary>
    public async Task RunAsync(Func<Task<WebSocket>> accept, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var connection = new Connection(ending, new TaskCompletionSource());
        await EndAsync(Interlocked.Exchange(ref _current, connection));
        try
        {
            // Before the CLI hears that it is connected: whatever happens once it has said so must reach it.
            MarkConnected();
            using var socket = await accept();
            var sending = SendAsync(socket, ending.Token);
            await CliSocket.ReceiveAsync(socket, message => Take(CliReply.Parse(message)), ending.Token);
            await ending.CancelAsync();
            await sending;
        }
        finally
        {
            Interlocked.CompareExchange(ref _current, null, connection);
            MarkIdle();
            connection.Over.SetResult();
        }
    }

    private bool TrySend(CliDeliveries.Noted noted, Event recorded, ApiVersion version, ApiVersion? asked)
    {
        var frame = CliMessages.WebhookEvent(recorded, version, asked, clock.WallSeconds, session.Secret);
        _deliveries.Expect(noted, frame.ConversationId, frame.Signature);
        return _waiting.Writer.TryWrite(new CliMessage(frame.ConversationId, frame.Message, IsAcknowledged: true));
    }

    private void Take(CliReply? reply)
    {
        if (reply is { Type: CliReply.Acknowledged or CliReply.Answered })
        {
            _unconfirmed.Confirm(reply.ConversationId);
        }

        _deliveries.Take(reply);
    }

    /// <summary>Begins with what a connection before this one may have swallowed.</summary>
    private async Task SendAsync(WebSocket socket, CancellationToken ending)
    {
        try
        {
            foreach (var message in _unconfirmed.All())
            {
                await SendAsync(socket, message, ending);
            }

            await foreach (var message in _waiting.Reader.ReadAllAsync(ending))
            {
                _unconfirmed.Add(message);
                await SendAsync(socket, message, ending);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ends; what is left waits for the next one.
        }
        catch (WebSocketException)
        {
            // Broken. The receiving side notices as well and ends the connection.
        }
    }

    private async Task SendAsync(WebSocket socket, CliMessage message, CancellationToken ending)
    {
        await socket.SendAsync(message.Message, WebSocketMessageType.Text, endOfMessage: true, ending);
        if (!message.IsAcknowledged)
        {
            _unconfirmed.Confirm(message.Id);
        }
    }

    private static async Task EndAsync(Connection? former)
    {
        if (former is null)
        {
            return;
        }

        try
        {
            await former.Ending.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself at this moment.
        }

        await former.Over.Task;
    }

    private void MarkConnected()
    {
        lock (_gate)
        {
            (WasConnected, _idleSince) = (true, null);
        }
    }

    private void MarkIdle()
    {
        lock (_gate)
        {
            _idleSince = time.GetTimestamp();
        }
    }

    private sealed record Connection(CancellationTokenSource Ending, TaskCompletionSource Over);
}
