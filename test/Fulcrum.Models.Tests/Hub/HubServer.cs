using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Tests.Hub;

/// <summary>A hub on this machine: lists one repository, redirects large files to a storage, and misbehaves on request.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    public const string Repository = "org/tiny";
    public static readonly string Commit = new('c', 40);

    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _files;

    private HubServer(WebApplication app, Dictionary<string, byte[]> files) => (_app, _files) = (app, files);

    /// <summary>What was asked, in order: method, path, range, authorization.</summary>
    public ConcurrentQueue<Asked> Requests { get; } = new();

    /// <summary>Bytes after which the next contents break off.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>Status and Retry-After of the next answers.</summary>
    public ConcurrentQueue<(int Status, string? RetryAfter)> Busy { get; } = new();

    /// <summary>Refuses everything: status and X-Error-Code.</summary>
    public (int Status, string? Code)? Refusal { get; set; }

    /// <summary>Answers requests for the listing itself.</summary>
    public Func<HttpResponse, Task>? Listing { get; set; }

    /// <summary>The server that large files are redirected to; this one where null.</summary>
    public HubServer? Storage { get; set; }

    /// <summary>Whether every request must carry this token.</summary>
    public string? Token { get; set; }

    public bool IgnoresRanges { get; set; }

    /// <summary>Sizes promised that are not true.</summary>
    public Dictionary<string, long> Sizes { get; } = [];

    /// <summary>Hashes promised that are not true.</summary>
    public Dictionary<string, string> Hashes { get; } = [];

    /// <summary>Held up before each content is sent.</summary>
    public Func<HttpContext, Task> BeforeContent { get; set; } = _ => Task.CompletedTask;

    public Uri Address => new(_app.Urls.First());

    public static async Task<HubServer> StartAsync(Dictionary<string, byte[]> files)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new HubServer(builder.Build(), files);
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string GitSha1(byte[] content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static bool IsLarge(string file) => file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".gguf", StringComparison.Ordinal);

    public int Count(string method, string end) => Requests.Count(request => request.Method == method && request.Path.EndsWith(end, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Requests.Enqueue(new Asked(request.Method, request.Path, request.Headers.Range.ToString(), request.Headers.Authorization.ToString()));
        if (Busy.TryDequeue(out var busy))
        {
            response.StatusCode = busy.Status;
            if (busy.RetryAfter is { } wait) response.Headers.RetryAfter = wait;
            return;
        }

        var isContent = request.Path.StartsWithSegments("/storage", out var blob);
        if (Refusal is { } refusal || (!isContent && Token is { } token && request.Headers.Authorization != "Bearer " + token && (refusal = (401, "GatedRepo")) is var _))
        {
            response.StatusCode = refusal.Status;
            if (refusal.Code is { } code) response.Headers["X-Error-Code"] = code;
            return;
        }

        await (isContent ? SendAsync(context, _files.Values.Single(content => "/" + Sha256(content) == blob))
            : request.Path.StartsWithSegments($"/api/models/{Repository}/revision", out var revision) ? ListAsync(response, Uri.UnescapeDataString(revision))
            : request.Path.StartsWithSegments($"/{Repository}/resolve/{Commit}", out var file) && _files.ContainsKey(file.Value![1..]) ? ResolveAsync(context, file.Value[1..])
            : RefuseAsync(response, request.Path.Value!.Contains(Repository, StringComparison.Ordinal) ? "EntryNotFound" : "RepoNotFound"));
    }

    private static Task RefuseAsync(HttpResponse response, string code)
    {
        response.StatusCode = 404;
        response.Headers["X-Error-Code"] = code;
        return Task.CompletedTask;
    }

    private Task ListAsync(HttpResponse response, string revision) => Listing is { } listing ? listing(response) : revision is "/main" or "/refs/pr/1" || revision == "/" + Commit
        ? response.WriteAsJsonAsync(new { sha = Commit, siblings = _files.Keys.Select(file => new { rfilename = file }) })
        : RefuseAsync(response, "RevisionNotFound");

    private async Task ResolveAsync(HttpContext context, string file)
    {
        var (content, headers) = (_files[file], context.Response.Headers);
        var hash = Hashes.GetValueOrDefault(file) ?? (IsLarge(file) ? Sha256(content) : GitSha1(content));
        var size = Sizes.GetValueOrDefault(file, content.Length);
        headers["X-Repo-Commit"] = Commit;
        if (IsLarge(file))
        {
            headers["X-Linked-Etag"] = $"\"{hash}\"";
            headers["X-Linked-Size"] = size.ToString(CultureInfo.InvariantCulture);
            context.Response.Redirect(new Uri((Storage ?? this).Address, "/storage/" + Sha256(content)).AbsoluteUri);
        }
        else
        {
            headers.ETag = $"W/\"{hash}\"";
            if (HttpMethods.IsHead(context.Request.Method)) context.Response.ContentLength = size;
            else await SendAsync(context, content);
        }
    }

    private async Task SendAsync(HttpContext context, byte[] content)
    {
        await BeforeContent(context);
        var (from, end) = (0, content.Length);
        if (!IgnoresRanges && context.Request.GetTypedHeaders().Range?.Ranges.Single() is { From: { } first, To: { } last })
        {
            if (first >= content.Length)
            {
                context.Response.StatusCode = (int)HttpStatusCode.RequestedRangeNotSatisfiable;
                return;
            }

            (from, end) = ((int)first, (int)Math.Min(last + 1, content.Length));
            context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{end - 1}/{content.Length}");
        }

        context.Response.ContentLength = end - from;
        if (Cuts.TryDequeue(out var cut) && cut < end - from)
        {
            await context.Response.Body.WriteAsync(content.AsMemory(from, cut));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(content.AsMemory(from, end - from));
    }

    internal sealed record Asked(string Method, string Path, string Range, string Authorization);
}
