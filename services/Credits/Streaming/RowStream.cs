using Npgsql;

namespace Credits.Streaming;

/// <summary>Answers with the rows of a query as they come: in constant memory, as fast as the client takes them.</summary>
internal sealed class RowStream(NpgsqlCommand command, IRowFormat format) : IResult
{
    // So much is gathered before it is sent on: less makes more calls, more makes more memory.
    private const int FlushBytes = 32 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var query = command;
        var slots = httpContext.RequestServices.GetRequiredService<StreamingSlots>();
        if (!slots.TryTake())
        {
            await StreamingSlots.Refuse(httpContext.Response).ExecuteAsync(httpContext);
            return;
        }
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted);
            stop.CancelAfter(slots.TimeMax);
            await SendAsync(httpContext.Response, stop.Token);
        }
        finally
        {
            slots.GiveBack();
        }
    }

    // Whoever hangs up, or takes too long, ends the query. What was sent then lacks its end, and the connection is broken off.
    private async Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var isComplete = false;
        try
        {
            await SendAsync(response, reader, cancellationToken);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                // Or closing the reader would first read all that is left.
                command.Cancel();
            }
        }
    }

    private async Task SendAsync(HttpResponse response, NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        response.ContentType = format.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{format.FileName}\"";
        var body = response.BodyWriter;
        format.WriteHead(body);
        while (await reader.ReadAsync(cancellationToken))
        {
            format.WriteRow(reader, body);
            if (body.UnflushedBytes >= FlushBytes)
            {
                await body.FlushAsync(cancellationToken);
            }
        }
        format.WriteTail(body);
        await body.FlushAsync(cancellationToken);
    }
}
