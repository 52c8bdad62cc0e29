using System.CommandLine;
using System.CommandLine.Parsing;
using Fulcrum.Cli.Comparing;
using Fulcrum.Data;
using Fulcrum.Ladder.Gates;

namespace Fulcrum.Cli.Commands;

/// <summary>The options that hold an answer against a gate and write it for other programs, the same for <c>compare</c> and <c>verdict</c>.</summary>
internal sealed class AnswerOptionsBinding
{
    private readonly Option<Gate?> _gate = new("--gate")
    {
        Description = "What the recommended rung must reach, else the exit code is 1, e.g. 'accuracy>=0.97 & p95<=200ms & recall(phishing)>=0.99'.",
        HelpName = "CONDITIONS",
        CustomParser = ParseGate,
    };

    private readonly Option<string?> _junit = new("--junit") { Description = "Also write gate and trials as JUnit XML, as Jenkins and GitLab show it.", HelpName = "FILE" };

    private readonly Option<string?> _markdown = new("--markdown") { Description = "Also write a summary in Markdown, fit for a comment on a pull request.", HelpName = "FILE" };

    public AnswerOptionsBinding()
    {
        foreach (var option in Files)
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{option.Name} takes the name of a file, not an empty text.");
            });
        }
    }

    /// <summary>The options, to be added to a command.</summary>
    public IEnumerable<Option> Options => [_gate, .. Files];

    /// <summary>Those that name a file of their own for each run.</summary>
    public IReadOnlyList<Option> Files => [_junit, _markdown];

    /// <summary>What was given.</summary>
    public AnswerOptions Read(ParseResult parsed) => new() { Gate = parsed.GetValue(_gate), JUnit = parsed.GetValue(_junit), Markdown = parsed.GetValue(_markdown) };

    private static Gate? ParseGate(ArgumentResult result)
    {
        try
        {
            return Gate.Parse(result.Tokens[0].Value);
        }
        catch (InputException wrong)
        {
            foreach (var error in wrong.Errors) result.AddError(error.ToString());
            return null;
        }
    }
}
