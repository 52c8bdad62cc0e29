using System.Globalization;
using System.Text;

namespace Fulcrum.Models.Tokenization.Decoders;

/// <summary>Reads runs of byte tokens <c>&lt;0xE2&gt;</c> as UTF-8; a run that is not UTF-8 becomes one U+FFFD per byte.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The byte that a byte token stands for, or null for any other token.</summary>
    public static byte? ByteOf(string token) =>
        token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    public IEnumerable<string> Decode(IEnumerable<string> tokens)
    {
        var run = new List<byte>();
        foreach (var token in tokens)
        {
            if (ByteOf(token) is { } value)
            {
                run.Add(value);
                continue;
            }

            if (run.Count > 0) yield return TakeRun(run);
            yield return token;
        }

        if (run.Count > 0) yield return TakeRun(run);
    }

    private static string TakeRun(List<byte> run)
    {
        var bytes = run.ToArray();
        run.Clear();
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return new string('\uFFFD', bytes.Length);
        }
    }
}
