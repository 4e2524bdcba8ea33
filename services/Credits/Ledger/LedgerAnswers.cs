using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;

namespace Credits.Ledger;

/// <summary>Writes answers while they are decided, so that they can be stored with what they tell of.</summary>
internal sealed class LedgerAnswers(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json";

    public StoredAnswer Created<T>(T body) => Answer(StatusCodes.Status201Created, Json, body);

    public StoredAnswer Ok<T>(T body) => Answer(StatusCodes.Status200OK, Json, body);

    /// <summary>A refusal with its stable code, as <c>Problems.Of</c> says it.</summary>
    public StoredAnswer Refused(int status, string code, string detail, params (string Name, object? Value)[] members)
    {
        var problem = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail };
        problem.Extensions["code"] = code;
        foreach (var (name, value) in members)
        {
            problem.Extensions[name] = value;
        }
        return Answer(status, ProblemJson, problem);
    }

    /// <summary>Too few credits, with what is needed, what is there, and where more can be bought.</summary>
    public StoredAnswer Insufficient(long required, long available, string purchaseUrl) => Refused(
        StatusCodes.Status402PaymentRequired, Contracts.ErrorCodes.InsufficientCredits,
        $"This needs {required} credits and {available} are available.",
        ("required", required), ("available", available), ("purchaseUrl", purchaseUrl));

    private StoredAnswer Answer<T>(int status, string contentType, T body) =>
        new(status, contentType, null, JsonSerializer.SerializeToUtf8Bytes(body, json.Value.SerializerOptions));
}
