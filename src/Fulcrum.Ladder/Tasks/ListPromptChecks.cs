using System.Buffers;
using Fulcrum.Data;
using Fulcrum.Data.Labels;
using Fulcrum.Ladder.Tasks.Yaml;

namespace Fulcrum.Ladder.Tasks;

/// <summary>What is wrong with prompts whose answer is a list of labels.</summary>
internal sealed class ListPromptChecks(InputErrorList errors)
{
    private const string None = "none";

    private static readonly SearchValues<char> Separators = SearchValues.Create(",;\n\r");

    /// <summary>Reports everything found.</summary>
    public void Check(IEnumerable<YamlMapping> prompts)
    {
        foreach (var prompt in prompts) Check(prompt);
    }

    private void Check(YamlMapping prompt)
    {
        var format = prompt["format"] as YamlScalar;
        if (format is { Text: "yes_no" })
            errors.Add(format, "`yes_no` is one answer, but a row of a multi-label task has any number of labels.", "Write `format: json` or `format: words`.");
        // An array of JSON holds any text.
        if (format is { Text: "json" }) return;
        foreach (var (label, value) in (prompt["answers"] as YamlMapping)?.Entries ?? [])
        {
            if (value is not YamlScalar answer) continue;
            if (answer.Text.AsSpan().ContainsAny(Separators))
            {
                errors.Add(
                    answer,
                    $"The answer of `{label.Text}` holds a comma, a semicolon or a line break, which separate the answers of a list.",
                    "Write the answer without it, or `format: json`.");
            }
            else if (LabelForm.Fold(answer.Text) == None)
            {
                errors.Add(answer, $"The answer `{None}` of `{label.Text}` says that no label applies.", "Give the label another answer, or write `format: json`.");
            }
        }
    }
}
