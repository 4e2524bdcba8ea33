using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Billing.Tests.Running;

/// <summary>A server that answers as a test says and remembers what it was asked: for answers that no Stripe gives on demand.</summary>
internal sealed class ScriptedStripe : IAsyncDisposable
{
    private const string NewCustomer = """{"id": "cus_scripted", "object": "customer"}""";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<Func<HttpResponse, Task>> _answers;

    private ScriptedStripe(WebApplication application, IEnumerable<Func<HttpResponse, Task>> answers)
    {
        _application = application;
        _answers = new ConcurrentQueue<Func<HttpResponse, Task>>(answers);
    }

    /// <summary>The Idempotency-Key of each request for a customer, in the order they came.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public string Url => _application.Urls.Single();

    /// <summary>Gives these answers to the first requests, and then a customer to each.</summary>
    public static async Task<ScriptedStripe> StartAsync(params Func<HttpResponse, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var scripted = new ScriptedStripe(builder.Build(), answers);
        scripted._application.MapPost("/v1/customers", scripted.AnswerAsync);
        await scripted._application.StartAsync();
        return scripted;
    }

    /// <summary>An answer of Stripe's with this status and these headers.</summary>
    public static Func<HttpResponse, Task> Status(int status, params (string Name, string Value)[] headers) => response =>
    {
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }
        return response.WriteAsync("""{"error": {"type": "api_error", "message": "scripted"}}""");
    };

    /// <summary>An answer that begins and never ends.</summary>
    public static async Task StopHalfway(HttpResponse response)
    {
        response.ContentLength = NewCustomer.Length;
        await response.WriteAsync(NewCustomer[..5]);
        await response.Body.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, response.HttpContext.RequestAborted);
    }

    /// <summary>A customer, when the test lets it go.</summary>
    public static Func<HttpResponse, Task> CustomerAfter(Task letGo) => async response =>
    {
        await letGo;
        await response.WriteAsync(NewCustomer);
    };

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Keys.Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
        return _answers.TryDequeue(out var answer) ? answer(context.Response) : context.Response.WriteAsync(NewCustomer);
    }
}
