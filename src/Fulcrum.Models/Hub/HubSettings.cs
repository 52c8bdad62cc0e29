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

    /// <summary>Whether the network is off limits.</summary>
    public bool Offline => OfflineBy is not null;

    /// <summary>The variable that puts the network off limits, <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c>; null where none does.</summary>
    public string? OfflineBy { get; init; }

    /// <summary>Reads the environment as <c>huggingface_hub/constants.py</c> does.</summary>
    /// <exception cref="InputException"><c>HF_ENDPOINT</c> is no web address.</exception>
    public static HubSettings FromEnvironment() => Read(Environment.GetEnvironmentVariable);

    /// <summary>The cache alone, for those who ask no hub: nothing else of the environment matters.</summary>
    public static string CacheFolderFromEnvironment() => CacheFolderOf(Environment.GetEnvironmentVariable);

    internal static HubSettings Read(Func<string, string?> variable)
    {
        var tokenFile = Expand(First(variable, "HF_TOKEN_PATH")) ?? Path.Combine(Home(variable), "token");
        var endpoint = First(variable, "HF_ENDPOINT")?.TrimEnd('/') ?? "https://huggingface.co";
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new InputException(new InputError($"HF_ENDPOINT is `{WithoutPassword(endpoint)}`, which is no web address.") { Remedy = "Set it to e.g. https://huggingface.co or unset it." });

        return new HubSettings
        {
            CacheFolder = CacheFolderOf(variable),
            Endpoint = uri,
            Token = TokenOf(variable, "HF_TOKEN") ?? TokenOf(variable, "HUGGING_FACE_HUB_TOKEN") ?? (File.Exists(tokenFile) ? Checked(tokenFile, NonEmpty(File.ReadAllText(tokenFile))) : null),
            OfflineBy = OfflineVariable(variable),
        };
    }

    internal static string CacheFolderOf(Func<string, string?> variable) =>
        Path.GetFullPath(Expand(First(variable, "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")) ?? Path.Combine(Home(variable), "hub"));

    private static string? TokenOf(Func<string, string?> variable, string name) => Checked(name, NonEmpty(variable(name)));

    /// <summary>A token goes into a header, which takes no line breaks and no letters beyond ASCII.</summary>
    private static string? Checked(string source, string? token)
    {
        token = token?.Trim();
        if (token is null || token.All(character => character is > ' ' and <= '~')) return token;
        throw new InputException(new InputError($"The token in {source} holds a blank, a line break or another character that no token has.") { Remedy = "Copy the token again, on one line." });
    }

    private static string WithoutPassword(string address)
    {
        var end = address.LastIndexOf('@');
        var start = address.IndexOf("//", StringComparison.Ordinal) + 2;
        return end < start ? address : $"{(start < 2 ? "" : address[..start])}…{address[end..]}";
    }

    /// <summary>The first of the two that is set decides.</summary>
    private static string? OfflineVariable(Func<string, string?> variable)
    {
        var name = Array.Find(["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"], name => NonEmpty(variable(name)) is not null);
        return name is not null && variable(name)!.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE" ? name : null;
    }

    private static string Home(Func<string, string?> variable) =>
        Expand(First(variable, "HF_HOME")) ?? Path.Combine(Expand(First(variable, "XDG_CACHE_HOME")) ?? Path.Combine(User, ".cache"), "huggingface");

    private static string User => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? First(Func<string, string?> variable, params string[] names) => names.Select(variable).Select(NonEmpty).FirstOrDefault(value => value is not null);

    private static string? Expand(string? path) => path is ['~', '/', .. var rest] ? Path.Combine(User, rest) : path;

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
