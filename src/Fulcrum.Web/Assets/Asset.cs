using System.Security.Cryptography;
using System.Text;

namespace Fulcrum.Web.Assets;

/// <summary>A style sheet or script that stands inside the page, and the hash by which the page's security policy allows it.</summary>
internal sealed class Asset
{
    public static readonly Asset Style = new("report.css");
    public static readonly Asset Script = new("report.js");

    private Asset(string name)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // A browser hashes what its parser sees, which has line feeds only.
        Content = reader.ReadToEnd().ReplaceLineEndings("\n");
        PolicySource = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))}'";
    }

    public string Content { get; }

    /// <summary>The source expression of a Content-Security-Policy (CSP level 2, hash source).</summary>
    public string PolicySource { get; }
}
