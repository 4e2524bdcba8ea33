using System.Buffers;
using Credits.Streaming;
using Npgsql;

namespace Credits.History;

/// <summary>The history as a table: a header, and a row for each transaction.</summary>
internal sealed class HistoryCsv : IRowFormat
{
    public string ContentType => $"{AcceptedFormat.Csv}; charset=utf-8; header=present";

    public string FileName => "credits-history.csv";

    public void WriteHead(IBufferWriter<byte> output) =>
        output.Write("id,createdAt,type,amount,balanceAfter,description,sessionId,purchaseId,metadata\r\n"u8);

    public void WriteRow(NpgsqlDataReader row, IBufferWriter<byte> output)
    {
        var item = HistoryRow.Read(row, first: 0);
        Csv.Value(output, item.Id);
        Csv.Separator(output);
        Csv.Value(output, item.CreatedAt.UtcDateTime, Csv.TimeFormat);
        Csv.Separator(output);
        Csv.Text(output, item.Type);
        Csv.Separator(output);
        Csv.Value(output, item.Amount);
        Csv.Separator(output);
        Csv.Value(output, item.BalanceAfter);
        Csv.Separator(output);
        Csv.Text(output, item.Description);
        Csv.Separator(output);
        Csv.Text(output, item.SessionId);
        Csv.Separator(output);
        if (item.PurchaseId is { } purchaseId)
        {
            Csv.Value(output, purchaseId);
        }
        Csv.Separator(output);
        Csv.Text(output, item.Metadata?.Text);
        Csv.EndRow(output);
    }

    public void WriteTail(IBufferWriter<byte> output)
    {
        // A table ends with its last row.
    }
}
