using System.Buffers;
using Npgsql;

namespace Credits.Streaming;

/// <summary>How rows become a document.</summary>
internal interface IRowFormat
{
    string ContentType { get; }

    string FileName { get; }

    void WriteHead(IBufferWriter<byte> output);

    void WriteRow(NpgsqlDataReader row, IBufferWriter<byte> output);

    void WriteTail(IBufferWriter<byte> output);
}
