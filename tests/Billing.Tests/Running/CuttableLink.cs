using System.Collections.Concurrent;
using System.Net.Sockets;
using LocalServers;

namespace Billing.Tests.Running;

/// <summary>A TCP connection to a server that a test can cut and mend, as a cable could be.</summary>
internal sealed class CuttableLink : IDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentBag<TcpClient> _connections = [];
    private TcpListener? _listener;

    private CuttableLink(string host, int port)
    {
        _host = host;
        _port = port;
        // Of those that nobody is given by chance: while the link is cut, the port must stay free.
        Port = FreePorts.TakeOne();
        Listen(Port);
    }

    public int Port { get; }

    public static CuttableLink To(string host, int port) => new(host, port);

    /// <summary>Breaks what is open and refuses what is new.</summary>
    public void Cut()
    {
        Interlocked.Exchange(ref _listener, null)?.Stop();
        while (_connections.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    public void Restore()
    {
        if (_listener is null)
        {
            Listen(Port);
        }
    }

    public void Dispose() => Cut();

    private void Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                _ = ConnectAsync(near, listener);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task ConnectAsync(TcpClient near, TcpListener acceptedBy)
    {
        using var far = new TcpClient();
        _connections.Add(near);
        if (_listener != acceptedBy)
        {
            // It was cut after this one was accepted and before it could be broken with the others.
            near.Dispose();
            return;
        }
        try
        {
            await far.ConnectAsync(_host, _port);
            var (nearStream, farStream) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(nearStream.CopyToAsync(farStream), farStream.CopyToAsync(nearStream));
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end is gone; the other is told below.
        }
        near.Dispose();
    }
}
