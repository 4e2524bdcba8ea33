using System.Text.Json.Nodes;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.TestClocks;
using StripeEmulator.Control;
using StripeEmulator.Processes;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>What every request to /v1 goes through: version, parameters, key, idempotency, the work, its answer, injected faults.</summary>
internal sealed class ApiPipeline(
    StripeState state,
    AllProcesses processes,
    Timekeeper timekeeper,
    IdempotencyStore idempotency,
    ApiKeys keys,
    FaultPlan faults,
    RequestLog log,
    EmulatorSettings settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ApiPipeline> logger)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    public const string VersionHeader = "Stripe-Version";

    public async Task RunAsync(HttpContext context, Operation operation)
    {
        var trace = Trace(context);
        var answer = await AnswerAsync(context.Request, operation, trace, context.RequestAborted);
        log.Add(trace.Finished(answer));
        if (answer is not null)
        {
            await WriteAsync(context, answer, trace.RequestId);
        }
        else
        {
            context.Abort();
        }
    }

    public Task RefuseUnrecognizedAsync(HttpContext context)
    {
        var trace = Trace(context);
        var error = new StripeError(
            404,
            "invalid_request_error",
            $"Unrecognized request URL ({context.Request.Method}: {context.Request.Path}). "
                + "The local Stripe covers a part of the API; its README says which.");
        var answer = AnswerTo(error, trace.RequestId, call: null);
        log.Add(trace.Finished(answer));
        return WriteAsync(context, answer, trace.RequestId);
    }

    private RequestTrace Trace(HttpContext context) => new(context.Request, StripeIds.Request(), settings.AccountVersion.Text, time);

    /// <summary>The answer, or null when a fault wants the connection broken instead.</summary>
    private async Task<ApiAnswer?> AnswerAsync(
        HttpRequest request, Operation operation, RequestTrace trace, CancellationToken cancellationToken)
    {
        var requestId = trace.RequestId;
        ApiCall? call = null;
        try
        {
            var version = VersionOf(request);
            var form = await FormReader.ReadAsync(request, cancellationToken);
            trace.Parameters = form.Pairs;
            call = Authenticated(request, form, version, operation, requestId);
            using var claim = call.IdempotencyKey is { } key ? idempotency.Claim(key, form.Fingerprint) : null;
            return await AnswerAsync(call, operation, claim);
        }
        catch (StripeError error)
        {
            return AnswerTo(error, requestId, call);
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException and not BadHttpRequestException)
        {
            // The one handler: whatever was not foreseen is logged here and answered as Stripe would.
            logger.RequestFailed(unexpected, requestId, request.Method, request.Path);
            return AnswerTo(StripeError.Internal(), requestId, call);
        }
    }

    private async Task<ApiAnswer?> AnswerAsync(ApiCall call, Operation operation, IdempotencyStore.IdempotencyClaim? claim)
    {
        var fault = faults.Take(call.Http);
        if (fault is { Delay: var delay } && delay > TimeSpan.Zero)
        {
            // A caller that hangs up does not stop the work, as it would not at Stripe; only the emulator's end does.
            await Task.Delay(delay, time, lifetime.ApplicationStopping);
        }

        if (fault is { Fails: true, AfterEffect: false })
        {
            return Spoiled(fault, call);
        }

        var answer = claim?.EarlierAnswer ?? Work(call, operation);
        claim?.Save(answer);
        return fault is { Fails: true } ? Spoiled(fault, call) : answer;
    }

    private static ApiAnswer? Spoiled(Fault fault, ApiCall call) =>
        fault.Status is { } status ? AnswerTo(StripeError.Injected(status), call.RequestId, call) : null;

    private ApiAnswer Work(ApiCall call, Operation operation)
    {
        var work = operation.Prepare(call);
        var expansions = Expansion.Read(call.Parameters, operation);
        call.Parameters.RefuseUnknown();

        try
        {
            ApiResult result;
            lock (state.Gate)
            {
                using var still = state.Time.StandStill();
                timekeeper.CatchUp();
                using var clock = state.Time.On(RequestClock.Of(call));
                result = work();
            }

            // Resources don't change once they are made, so rendering a long page holds up nobody.
            return ApiAnswer.Of(StatusCodes.Status200OK, Render(call, result, expansions), call.RequestId);
        }
        catch (StripeError outcome) when (outcome.IsOutcome)
        {
            return AnswerTo(outcome, call.RequestId, call);
        }
    }

    private ApiVersion VersionOf(HttpRequest request)
    {
        var asked = request.Headers[VersionHeader].ToString();
        return asked.Length == 0 ? settings.AccountVersion
            : ApiVersion.TryParse(asked) ?? throw StripeError.Invalid($"Invalid Stripe API version: {asked}");
    }

    private ApiCall Authenticated(HttpRequest request, RequestForm form, ApiVersion version, Operation operation, string requestId)
    {
        var kind = keys.Authenticate(request, form.Root);
        if (kind == KeyKind.Publishable && !operation.AllowsPublishableKey)
        {
            throw StripeError.Unauthorized(
                "This API call cannot be made with a publishable API key. Please use a secret API key.", "secret_key_required");
        }

        var parameters = new Parameters(form.Root, version);
        if (kind == KeyKind.Publishable)
        {
            PublishableView.AcceptPageParameters(parameters);
        }

        var idempotencyKey = HttpMethods.IsPost(request.Method) ? request.Headers[IdempotencyKeyHeader].ToString() : "";
        return new ApiCall
        {
            Http = request,
            RequestId = requestId,
            IdempotencyKey = idempotencyKey.Length == 0 ? null : idempotencyKey,
            Version = version,
            Key = kind,
            Parameters = parameters,
            State = state,
            Processes = processes,
            Pages = settings.PagesFor(request),
        };
    }

    private JsonObject Render(ApiCall call, ApiResult result, IReadOnlyList<ExpansionStep[]> expansions)
    {
        JsonObject Expanded(JsonObject json)
        {
            Expansion.Apply(
                json,
                expansions,
                (objectName, id) => Find(objectName, id) is { } found ? ResourceJson.Render(found, call.Version) : null,
                (field, id) => Include(field, id, call.Version));
            return call.Key == KeyKind.Publishable ? PublishableView.Of(json) : json;
        }

        JsonObject Whole(StripeResource resource) => Expanded(ResourceJson.Render(resource, call.Version));

        return result switch
        {
            ApiResult.One one => Whole(one.Resource),
            ApiResult.Page page => Listed(page.Url, [.. page.Resources.Select(Whole)], page.HasMore),
            ApiResult.Found found => Searched(found, [.. found.Resources.Select(Whole)]),
            ApiResult.Parts parts => Listed(parts.Url, [.. parts.Members.Select(Expanded)], parts.HasMore),
            _ => throw new InvalidOperationException("An operation answers with one resource or with a list."),
        };
    }

    private static JsonObject Searched(ApiResult.Found found, JsonNode[] members) => new()
    {
        ["object"] = "search_result",
        ["data"] = new JsonArray(members),
        ["has_more"] = found.NextPage is not null,
        ["next_page"] = found.NextPage,
        ["url"] = found.Url,
    };

    private static JsonObject Listed(string url, JsonNode[] members, bool hasMore) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray(members),
        ["has_more"] = hasMore,
        ["url"] = url,
    };

    private StripeResource? Find(string objectName, string id)
    {
        lock (state.Gate)
        {
            return state.Find(objectName, id);
        }
    }

    private JsonNode? Include(string field, string id, ApiVersion version)
    {
        lock (state.Gate)
        {
            return IncludedJson.Render(state, field, id, version);
        }
    }

    private static ApiAnswer AnswerTo(StripeError error, string requestId, ApiCall? call) =>
        ApiAnswer.Of(error.Status, error.ToJson(resource => Embedded(resource, call!)), requestId);

    private static JsonObject Embedded(StripeResource resource, ApiCall call)
    {
        var json = ResourceJson.Render(resource, call.Version);
        return call.Key == KeyKind.Publishable ? PublishableView.Of(json) : json;
    }

    private async Task WriteAsync(HttpContext context, ApiAnswer answer, string requestId)
    {
        var (request, response) = (context.Request, context.Response);
        response.StatusCode = answer.Status;
        response.ContentType = "application/json";
        response.ContentLength = answer.Body.Length;
        response.Headers["Request-Id"] = requestId;
        response.Headers[VersionHeader] =
            request.Headers[VersionHeader] is { Count: > 0 } asked ? asked : settings.AccountVersion.Text;

        if (HttpMethods.IsPost(request.Method) && request.Headers.TryGetValue(IdempotencyKeyHeader, out var key))
        {
            response.Headers[IdempotencyKeyHeader] = key;
            response.Headers["Original-Request"] = answer.RequestId;
            if (answer.RequestId != requestId)
            {
                response.Headers["Idempotent-Replayed"] = "true";
            }
        }

        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }
}
