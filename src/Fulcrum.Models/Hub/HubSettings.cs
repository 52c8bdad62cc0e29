using Fulcrum.Data;

namespace Fulcrum.Models.Hub;

/// <summary>Where the hub and its cache are, from the environment variables of <c>huggingface_hub</c>.</summary>
public sealed record HubSettings
{
    /// <summary>The cache, shared with Python: <c>HF_HUB_CACHE</c>, else <c>hub</c> in <c>HF_HOME</c>.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The hub or a mirror of it: <c>HF_ENDPOINT</c>.</summary>
    public Uri Endpoint { get; init; } = new("https://huggingface.co");

    /// <summary>Proves who asks: <c>HF_TOKEN</c>, else what <c>huggingface-cli login</c> left in <c>HF_HOME</c>. Sent to <see cref="Endpoint"/> alone.</summary>
    public string? Token { get; init; }

    /// <summary>Whether the network is off limits: <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c>.</summary>
    public bool Offline { get; init; }

    /// <summary>Reads the environment as <c>huggingface_hub/constants.py</c> does.</summary>
    /// <exception cref="InputException"><c>HF_ENDPOINT</c> is no web address.</exception>
    public static HubSettings FromEnvironment() => Read(Environment.GetEnvironmentVariable);

    internal static HubSettings Read(Func<string, string?> variable)
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var home = Expand(First("HF_HOME")) ?? Path.Combine(Expand(First("XDG_CACHE_HOME")) ?? Path.Combine(user, ".cache"), "huggingface");
        var tokenFile = Expand(First("HF_TOKEN_PATH")) ?? Path.Combine(home, "token");
        var endpoint = First("HF_ENDPOINT")?.TrimEnd('/') ?? "https://huggingface.co";
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InputException(new InputError($"HF_ENDPOINT is `{endpoint}`, which is no web address.") { Remedy = "Set it to e.g. https://huggingface.co or unset it." });

        return new HubSettings
        {
            CacheFolder = Path.GetFullPath(Expand(First("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")) ?? Path.Combine(home, "hub")),
            Endpoint = uri,
            Token = First("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")?.Trim() ?? (File.Exists(tokenFile) ? NonEmpty(File.ReadAllText(tokenFile).Trim()) : null),
            Offline = First("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE",
        };

        string? First(params string[] names) => names.Select(variable).Select(NonEmpty).FirstOrDefault(value => value is not null);

        string? Expand(string? path) => path is ['~', '/', .. var rest] ? Path.Combine(user, rest) : path;
    }

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
