using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fulcrum.Ladder.Tasks;

namespace Fulcrum.Cli.Commands;

/// <summary>The options that say by what a verdict is made, the same for <c>compare</c> and <c>verdict</c>.</summary>
internal sealed class DecisionOptionsBinding
{
    private readonly Option<double?> _margin = new("--margin")
    {
        Description = "A loss to the best rung that does not matter, in points. Default: 1, or as the task says.", HelpName = "POINTS", CustomParser = ParseMargin,
    };

    private readonly Option<string?> _metric = new("--metric")
    {
        Description = "The figure that decides: accuracy, macro-f1, recall:LABEL or cost. Default: accuracy; macro-F1 where a label is rare.", HelpName = "NAME",
    };

    /// <summary>The options, to be added to a command.</summary>
    public IEnumerable<Option> Options => [_margin, _metric];

    /// <summary>What was given.</summary>
    public DecisionOptions Read(ParseResult parsed) => new() { Margin = parsed.GetValue(_margin), Metric = parsed.GetValue(_metric) };

    private static double? ParseMargin(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) && points is >= 0 and < 100) return points;
        result.AddError($"--margin takes points from 0 to below 100, such as 1 or 0.5, not '{text}'.");
        return null;
    }
}
