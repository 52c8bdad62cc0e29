using System.Text.RegularExpressions;

namespace Fulcrum.Data.Perturbations;

/// <summary>
/// Gives every URL another path: letters and digits behind the host are drawn anew, in their number and kind, and a URL without any
/// gets a path (CheckList changes URLs and handles). The host stays, for it may be what the label is about.
/// </summary>
internal sealed class UrlPaths : IPerturbation
{
    private const int NewPathLength = 6;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz", Digits = "0123456789";

    public string Name => "urls";

    public string Apply(string text, Random random)
    {
        var single = new SingleCharacters(text);
        return WebAddresses.Url().Replace(text, url => Changed(url, single, random));
    }

    private static string Changed(Match url, SingleCharacters single, Random random)
    {
        var path = url.Groups["path"];
        var offset = path.Index - url.Index;
        if (!path.Value.Any(char.IsAsciiLetterOrDigit))
        {
            // A character that a combining mark follows ends no URL that could be written on.
            if (!single[url.Index + url.Length - 1]) return url.Value;
            return $"{url.Value.TrimEnd('/')}/{string.Concat(Enumerable.Range(0, NewPathLength).Select(_ => One(Letters, random)))}";
        }

        return string.Concat(
            url.Value.AsSpan(0, offset), string.Concat(path.Value.Select((character, i) => single[path.Index + i] ? Another(character, random) : character)));
    }

    private static char Another(char character, Random random) =>
        char.IsAsciiDigit(character) ? One(Digits.Replace($"{character}", ""), random)
        : char.IsAsciiLetterLower(character) ? One(Letters.Replace($"{character}", ""), random)
        : char.IsAsciiLetterUpper(character) ? char.ToUpperInvariant(One(Letters.Replace($"{char.ToLowerInvariant(character)}", ""), random))
        : character;

    private static char One(string of, Random random) => of[random.Next(of.Length)];
}
