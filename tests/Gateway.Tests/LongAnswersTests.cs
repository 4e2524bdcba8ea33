using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Testing.Identity;

namespace Gateway.Tests;

/// <summary>An export passes through as it comes: the Gateway neither gathers it nor keeps it alive.</summary>
public sealed class LongAnswersTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("/api/v1/playground/credits/history", "text/csv")]
    [InlineData("/api/v1/playground/credits/statement", "application/jsonl")]
    public async Task TheFirstLineArrivesBeforeTheLast_AndWhoHangsUpEndsIt(string path, string accept)
    {
        const string FirstLine = "first\n";
        var (asked, ended) = (new TaskCompletionSource<string>(), new TaskCompletionSource());
        scene.Credits.Answer = async context =>
        {
            asked.SetResult(context.Request.Headers.Accept.ToString());
            using var hungUp = context.RequestAborted.Register(ended.SetResult);
            context.Response.ContentType = accept;
            context.Response.Headers.ContentDisposition = "attachment; filename=\"export\"";
            await context.Response.WriteAsync(FirstLine);
            await context.Response.Body.FlushAsync();
            await ended.Task;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For("user-1"));
        request.Headers.Accept.ParseAdd(accept);

        using (var response = await scene.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Deadline))
        {
            var line = new byte[FirstLine.Length];
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(line).AsTask().WaitAsync(Deadline);
            Assert.Equal(FirstLine, System.Text.Encoding.UTF8.GetString(line));
            Assert.Equal("export", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
            Assert.Equal(accept, await asked.Task);
            Assert.False(ended.Task.IsCompleted);
        }

        await ended.Task.WaitAsync(Deadline);
    }
}
