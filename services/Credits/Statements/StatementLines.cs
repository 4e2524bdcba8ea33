using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Credits.Ledger;
using Credits.Streaming;
using Npgsql;

namespace Credits.Statements;

/// <summary>A statement as JSON Lines: a header, a line for each transaction from the first on, and a line that says it is whole.</summary>
internal sealed class StatementLines(StatementHead head) : IRowFormat
{
    // A line stands alone in a file, never within HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ContentType => "application/jsonl; charset=utf-8";

    public string FileName => "credits-statement.jsonl";

    public void WriteHead(IBufferWriter<byte> output)
    {
        using var json = Begin(output);
        json.WriteString(StatementNames.FormatField, StatementNames.Format);
        json.WriteString(StatementNames.UserId, head.UserId);
        json.WriteString(StatementNames.GeneratedAt, LedgerHash.Time(head.GeneratedAt));
        json.WriteNumber(StatementNames.Transactions, head.Transactions);
        json.WriteString(StatementNames.ChainHead, Convert.ToHexStringLower(head.ChainHead));
        json.WriteString(StatementNames.Hash, Convert.ToHexStringLower(head.Hash()));
        End(json, output);
    }

    public void WriteRow(NpgsqlDataReader row, IBufferWriter<byte> output)
    {
        var transaction = TransactionRow.Read(row);
        using var json = Begin(output);
        json.WriteNumber(StatementNames.Sequence, transaction.Sequence);
        json.WriteString(StatementNames.Id, transaction.Id);
        json.WriteNumber(StatementNames.Amount, transaction.Amount);
        json.WriteNumber(StatementNames.BalanceAfter, transaction.BalanceAfter);
        json.WriteString(StatementNames.Type, transaction.Type);
        json.WriteString(StatementNames.Description, transaction.Description);
        json.WriteString(StatementNames.Metadata, transaction.Metadata);
        json.WriteString(StatementNames.SessionId, transaction.SessionId);
        json.WriteString(StatementNames.PurchaseId, transaction.PurchaseId?.ToString());
        json.WriteString(StatementNames.IdempotencyKey, transaction.IdempotencyKey);
        json.WriteString(StatementNames.CreatedAt, LedgerHash.Time(transaction.CreatedAt));
        json.WriteString(StatementNames.Grants, LedgerHash.Parts(transaction));
        json.WriteString(StatementNames.Hash, Convert.ToHexStringLower(transaction.Hash));
        End(json, output);
    }

    public void WriteTail(IBufferWriter<byte> output)
    {
        using var json = Begin(output);
        json.WriteBoolean(StatementNames.End, true);
        json.WriteNumber(StatementNames.Transactions, head.Transactions);
        End(json, output);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        return json;
    }

    private static void End(Utf8JsonWriter json, IBufferWriter<byte> output)
    {
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }
}
