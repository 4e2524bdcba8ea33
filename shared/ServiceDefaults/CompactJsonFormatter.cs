using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServiceDefaults;

/// <summary>A line of JSON for each record, and each thing in it once.</summary>
/// <remarks>
/// The framework's own JSON formatter writes the message three times and every scope twice: a kilobyte for a webhook, and a tenth of what
/// handling it took. Members: <c>Timestamp, LogLevel, Category, EventId, Message, Exception, TraceId, SpanId, RequestPath, State, LeftOut</c>.
/// The last is there when lines of its kind were left out before it, and says how many (<see cref="LogRateLimit"/>).
/// </remarks>
internal sealed class CompactJsonFormatter : ConsoleFormatter
{
    public const string FormatterName = "compact";

    private const string Template = "{OriginalFormat}";
    private const string RequestPath = "RequestPath";
    private const string TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private readonly LogRateLimit limit;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? json;

    // The wall clock, as for the lines' own time.
    public CompactJsonFormatter()
        : this(TimeProvider.System)
    {
    }

    internal CompactJsonFormatter(TimeProvider time)
        : base(FormatterName) => limit = new LogRateLimit(time);

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (limit.Admit(logEntry.Category, logEntry.EventId) is not { } leftOut)
        {
            return;
        }
        buffer ??= new ArrayBufferWriter<byte>();
        json ??= new Utf8JsonWriter(buffer);
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        Write(json, logEntry, scopeProvider, leftOut);
        json.Flush();
        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void Write<TState>(Utf8JsonWriter json, in LogEntry<TState> entry, IExternalScopeProvider? scopes, long leftOut)
    {
        json.WriteStartObject();
        // When it happened by the wall clock, also where development moves the other one.
        json.WriteString("Timestamp", TimeProvider.System.GetUtcNow().ToString(TimestampFormat, CultureInfo.InvariantCulture));
        json.WriteString("LogLevel", Enum.GetName(entry.LogLevel));
        json.WriteString("Category", entry.Category);
        json.WriteNumber("EventId", entry.EventId.Id);
        json.WriteString("Message", entry.Formatter(entry.State, entry.Exception));
        if (entry.Exception is not null)
        {
            json.WriteString("Exception", entry.Exception.ToString());
        }
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            json.WriteString("TraceId", activity.TraceId.ToHexString());
            json.WriteString("SpanId", activity.SpanId.ToHexString());
        }
        scopes?.ForEachScope(WriteRequestPath, json);
        if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> members && members.Any(IsMember))
        {
            json.WriteStartObject("State");
            foreach (var member in members.Where(IsMember))
            {
                Write(json, member.Key, member.Value);
            }
            json.WriteEndObject();
        }
        if (leftOut > 0)
        {
            json.WriteNumber("LeftOut", leftOut);
        }
        json.WriteEndObject();
    }

    private static bool IsMember(KeyValuePair<string, object?> member) => member.Key != Template;

    // Of what surrounds a record, the request it belongs to; the rest is known by the trace.
    private static void WriteRequestPath(object? scope, Utf8JsonWriter json)
    {
        if (scope is IReadOnlyList<KeyValuePair<string, object?>> members)
        {
            foreach (var member in members.Where(member => member.Key == RequestPath))
            {
                Write(json, RequestPath, member.Value);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int or long or short or byte or uint:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
