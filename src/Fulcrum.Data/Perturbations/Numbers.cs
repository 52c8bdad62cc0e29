using System.Globalization;
using System.Text.RegularExpressions;

namespace Fulcrum.Data.Perturbations;

/// <summary>
/// Changes every whole number by at most a fifth, at least by one, as CheckList's <c>change_number</c> does; 2 and 4 stay, for they may
/// be words ("4 you"). Of longer runs of digits and of those with a leading zero, which count nothing, the last digit changes. Numbers
/// in words, dates, times, decimals, URLs and mail addresses stay.
/// </summary>
internal sealed partial class Numbers : IPerturbation
{
    private const int LongestCount = 9, Fifth = 5;

    public string Name => "numbers";

    public string Apply(string text, Random random)
    {
        var single = new SingleCharacters(text);
        var isAddress = WebAddresses.Of(text);
        return Number().Replace(text, number =>
            !single.All(number.Index, number.Length) || isAddress(number.Index, number.Length) || number.Value is "2" or "4"
                ? number.Value
                : Changed(number.Value, random));
    }

    private static string Changed(string number, Random random)
    {
        if (number.Length > LongestCount || number[0] == '0')
            return $"{number[..^1]}{(number[^1] - '0' + random.Next(1, 10)) % 10}";
        var value = int.Parse(number, CultureInfo.InvariantCulture);
        var most = Math.Max(1, value / Fifth);
        var change = random.Next(1, most + 1);
        return (value + (random.Next(2) == 0 && value > change ? -change : change)).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}_])(?<![0-9][.,:/-])[0-9]+(?![\p{L}\p{M}\p{N}_]|[.,:/-][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
