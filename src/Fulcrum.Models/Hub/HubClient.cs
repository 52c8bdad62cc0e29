using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fulcrum.Data;
using Polly;

namespace Fulcrum.Models.Hub;

/// <summary>Speaks the hub's HTTP interface: lists a repository, says what a file is, opens its content.</summary>
/// <remarks>As huggingface_hub does (hf_api.py <c>model_info</c>, file_download.py <c>get_hf_file_metadata</c>).</remarks>
internal sealed class HubClient : IDisposable
{
    private const int LongestRedirect = 10;

    /// <summary>Bytes of the longest listing: a million files.</summary>
    private const int LongestListing = 64 << 20;

    private readonly HubSettings _settings;
    private readonly TimeSpan _patience;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 16 }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <param name="settings">Where the hub is.</param>
    /// <param name="clock">The clock of waits between tries.</param>
    /// <param name="patience">How long a server may say nothing.</param>
    public HubClient(HubSettings settings, TimeProvider clock, TimeSpan patience)
    {
        (_settings, _patience) = (settings, patience);
        Retries = HubRetries.Create(clock);
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("fulcrum", typeof(HubClient).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>Tries again what may succeed later. Only <see cref="OpenAsync"/> leaves it to its caller.</summary>
    public ResiliencePipeline Retries { get; }

    /// <summary>Where a file of a commit is.</summary>
    public Uri Address(string repository, string commit, string file) =>
        Combine($"{repository}/resolve/{commit}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>The commit that a revision stands for and its files.</summary>
    /// <exception cref="InputException">The hub refuses.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached.</exception>
    public async Task<(string Commit, IReadOnlyList<string> Files)> ListAsync(HubName name, CancellationToken cancellationToken)
    {
        var address = Combine($"api/models/{name.Repository}/revision/{Uri.EscapeDataString(name.Revision)}");
        return await Retries.ExecuteAsync(
            async token =>
            {
                using var response = await SendAsync(HttpMethod.Get, address, null, static _ => false, token);
                HubError.ThrowIfRefused(response, name, _settings);
                if (await ReadListingAsync(response, token) is { Commit: { } commit, Files: { } files } && HubName.IsCommitHash(commit) && files.All(file => file?.Path is { } path && HubName.IsSafePath(path)))
                    return (commit, (IReadOnlyList<string>)[.. files.Select(file => file!.Path!)]);
                throw HubError.NotAHub(address);
            },
            cancellationToken);
    }

    /// <summary>What the hub promises of a file.</summary>
    /// <exception cref="InputException">The hub refuses.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached.</exception>
    public async Task<HubBlob> DescribeAsync(HubName name, string commit, string file, CancellationToken cancellationToken)
    {
        var address = Address(name.Repository, commit, file);
        return await Retries.ExecuteAsync(
            async token =>
            {
                // Large files are redirected to a storage that knows nothing of commits and hashes.
                using var response = await SendAsync(HttpMethod.Head, address, null, answer => answer.Headers.Contains("X-Linked-Etag"), token);
                HubError.ThrowIfRefused(response, name, _settings);
                var etag = (Header(response, "X-Linked-Etag") ?? Header(response, "ETag"))?.Replace("W/", "", StringComparison.Ordinal).Trim('"');
                var size = long.TryParse(Header(response, "X-Linked-Size"), out var linked) ? linked : response.Content.Headers.ContentLength;
                return Header(response, "X-Repo-Commit") == commit && etag is { Length: > 0 } && size is >= 0 && HubName.IsSafePath(etag) && !etag.Contains('/', StringComparison.Ordinal)
                    ? new HubBlob(etag, size.Value)
                    : throw HubError.NotAHub(address);
            },
            cancellationToken);
    }

    /// <summary>Opens the content of a file, from a byte on. One try.</summary>
    /// <param name="address">The file's address, as <see cref="Address"/> gives it.</param>
    /// <param name="name">The repository, as errors name it.</param>
    /// <param name="from">The first byte wanted.</param>
    /// <param name="end">The byte after the last one wanted.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>200 where the server gives the whole file instead.</returns>
    /// <exception cref="InputException">The hub refuses.</exception>
    /// <exception cref="HttpRequestException">Worth another try.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uri address, HubName name, long from, long end, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, address, new RangeHeaderValue(from, end - 1), static _ => false, cancellationToken);
        try
        {
            HubError.ThrowIfRefused(response, name, _settings);
            var isElsewhere = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From != from;
            return isElsewhere ? throw new HttpRequestException($"The server sent another part than bytes {from} to {end - 1}.") : response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Reads on in a response; a connection that broke or fell silent is worth another try.</summary>
    /// <exception cref="HttpRequestException">Worth another try.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await Limited(token => body.ReadAsync(buffer, token).AsTask(), cancellationToken);
        }
        catch (IOException cause)
        {
            throw new HttpRequestException("The connection broke.", cause);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Null where the answer is no listing, e.g. a proxy's page.</summary>
    /// <exception cref="InputException">The answer has no end.</exception>
    private async Task<Listing?> ReadListingAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // JSON is UTF-8 (RFC 8259), whatever charset the answer names.
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var json = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (await ReadAsync(body, buffer, cancellationToken) is > 0 and var count)
        {
            json.Write(buffer, 0, count);
            if (json.Length > LongestListing) throw HubError.EndlessListing(response.RequestMessage!.RequestUri!, LongestListing);
        }

        try
        {
            return JsonSerializer.Deserialize<Listing>(json.GetBuffer().AsSpan(0, (int)json.Length), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Follows redirects itself, to keep the token from every other host.</summary>
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, RangeHeaderValue? range, Func<HttpResponseMessage, bool> isAnswer, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < LongestRedirect; hop++)
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Range = range;
            if (_settings.Token is { } token && IsHub(address)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var response = await Limited(limit => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit), cancellationToken);
            if ((int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { } location || isAnswer(response)) return response;
            response.Dispose();
            if (!Uri.TryCreate(address, location, out var next) || next.Scheme is not ("http" or "https")) throw HubError.StrayRedirect(address, location);
            address = next;
        }

        throw HubError.NotAHub(address);
    }

    private async Task<T> Limited<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_patience);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException cause) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"The server was silent for {_patience.TotalSeconds:0} s.", cause);
        }
    }

    private bool IsHub(Uri address) =>
        Uri.Compare(address, _settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private Uri Combine(string path) => new($"{_settings.Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    private sealed record Listing([property: JsonPropertyName("sha")] string? Commit, [property: JsonPropertyName("siblings")] IReadOnlyList<Sibling?>? Files);

    private sealed record Sibling([property: JsonPropertyName("rfilename")] string? Path);
}
