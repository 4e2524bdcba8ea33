using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc.Testing;

namespace WebhookIngress.Tests;

/// <summary>On the real server, because it is the server that cuts a body off.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class ATooLargeBodyTests : IDisposable
{
    private const int TenMegabytes = 10 * 1024 * 1024;
    // Thirty bodies are 300 MiB, sent and received in this one process: what keeps them can't stay below a third of that.
    private const long MemoryGrowthMax = 100 * 1024 * 1024;

    private readonly WebApplicationFactory<Program> factory = IngressApplication.Create("amqp://guest:guest@127.0.0.1:1/");
    private readonly HttpClient client;

    public ATooLargeBodyTests()
    {
        factory.UseKestrel(0);
        factory.StartServer();
        client = new HttpClient { BaseAddress = factory.ClientOptions.BaseAddress };
    }

    public void Dispose()
    {
        client.Dispose();
        factory.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TenMegabytesWithoutASignature_Are413_WithOrWithoutADeclaredLength(bool declaresLength)
    {
        using var response = await PostAsync(TenMegabytes, declaresLength);

        await IngressApplication.AssertProblemAsync(response, (int)HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
    }

    [Fact]
    public async Task OneByteTooMany_Is413()
    {
        using var response = await PostAsync(BoundedBody.BodyBytesMax + 1, declaresLength: true);

        await IngressApplication.AssertProblemAsync(response, (int)HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
    }

    [Fact]
    public async Task ThirtyOfThemAtOnce_LeaveTheMemoryFlat()
    {
        using (await PostAsync(TenMegabytes, declaresLength: false))
        {
            var before = Process.GetCurrentProcess().WorkingSet64;

            var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => PostAsync(TenMegabytes, declaresLength: false)));

            Assert.All(responses, response => Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode));
            using var after = Process.GetCurrentProcess();
            Assert.True(after.WorkingSet64 - before < MemoryGrowthMax, $"Grew by {(after.WorkingSet64 - before) / 1024 / 1024} MiB.");
        }
    }

    private async Task<HttpResponseMessage> PostAsync(int length, bool declaresLength)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, IngressApplication.Path);
        request.Content = new StreamContent(new ZeroStream(length));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content.Headers.ContentLength = declaresLength ? length : null;
        request.Headers.TransferEncodingChunked = !declaresLength;
        return await client.SendAsync(request);
    }

    private sealed class ZeroStream(int length) : Stream
    {
        private int left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, left);
            Array.Clear(buffer, offset, read);
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>While no other test runs: what the process's memory grows by is then theirs.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
