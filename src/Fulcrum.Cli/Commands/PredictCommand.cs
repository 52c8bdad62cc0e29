using System.CommandLine;
using Fulcrum.Cli.Comparing;
using Fulcrum.Cli.Predicting;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum predict RUN FILE</c>: answers new rows with the winner of a comparison.</summary>
internal static class PredictCommand
{
    private const string ResumeName = "--resume";
    private const string GroupName = "--group";
    private const string LabelsName = "--labels";

    public static Command Create()
    {
        var artifact = new Argument<string>("RUN") { Description = "The folder of a run (its winner answers), of a winner, or of a finished trial." };
        var input = new Argument<string>("FILE") { Description = "What compare reads, labels not needed: csv, tsv, jsonl, json, parquet, xlsx, mbox, .gz of texts, a folder of mails or texts; - for the lines of standard input." };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Where rows and answers go: .csv, .jsonl or .parquet. Without it: standard output as CSV; on a terminal a table of the first rows.",
            HelpName = "OUT",
        };
        var column = new Option<string?>("--column") { Description = "The text column. Default: the one that was learned from, else guessed.", HelpName = "TEXT" };
        var labels = new Option<string?>(LabelsName) { Description = "A column with the true labels: prints accuracy, macro-F1 and figures per label.", HelpName = "LABEL" };
        var group = new Option<string?>(GroupName)
        {
            Description = "With --labels: a column whose rows of one value belong together, such as a thread; the intervals respect it. Default: the one of the comparison, if FILE has it.",
            HelpName = "GROUP",
        };
        var models = new Option<string[]>("--model") { Description = "Where a base model is now that has moved; may be repeated.", HelpName = "MODEL" };
        var device = DeviceOption.Create();
        var resume = new Option<bool>(ResumeName) { Description = "Go on with OUT where a stopped prediction left off." };
        var json = new Option<bool>("--json") { Description = "JSON on standard output: a line per row or, with -o or --labels, a summary." };
        foreach (var option in new Option[] { output, column, labels, group, models }) RefuseEmpty(option);

        var command = new Command(
            "predict",
            """
            Answer new rows with the winner of a comparison, or with any finished trial.

            All rows and columns are kept in their order. New columns: predicted, confidence, and p_LABEL for each label.

            Examples:
              fulcrum predict runs/2026-11-23T10-00-00-mails new-mails.csv -o answers.csv
              fulcrum predict runs/2026-11-23T10-00-00-mails labeled.jsonl --labels label
              echo "You have won a prize" | fulcrum predict runs/2026-11-23T10-00-00-mails -
            """)
        {
            artifact, input, output, column, labels, group, models, device, resume, json,
        };
        command.Validators.Add(result =>
        {
            foreach (var argument in (Argument<string>[])[artifact, input])
                if (result.GetResult(argument)?.Tokens is [{ Value: var value }] && string.IsNullOrWhiteSpace(value)) result.AddError($"{argument.Name} is an empty text.");
            if (result.GetResult(resume) is { Implicit: false } && result.GetResult(output) is null) result.AddError($"{ResumeName} needs -o OUT: the output that was not finished.");
            if (result.GetResult(input)?.Tokens is not [{ Value: "-" }])
            {
                if (result.GetResult(group) is { Implicit: false } && result.GetResult(labels) is null) result.AddError($"{GroupName} has no effect without {LabelsName}.");
                return;
            }

            foreach (var option in (Option[])[output, column, labels, group])
                if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} has no effect on the lines of standard input. Leave it out, or name a file.");
        });
        command.SetAction((parsed, cancellationToken) => new RowPredictor(new Terminal()).RunAsync(
            new PredictRequest
            {
                Artifact = parsed.GetValue(artifact)!,
                Input = parsed.GetValue(input)!,
                Output = parsed.GetValue(output),
                Column = parsed.GetValue(column),
                Labels = parsed.GetValue(labels),
                Group = parsed.GetValue(group),
                Models = parsed.GetValue(models) ?? [],
                Device = parsed.GetValue(device)!,
                Resume = parsed.GetValue(resume),
                Json = parsed.GetValue(json),
                ResumeCommand = ResumeCommand(parsed),
            },
            cancellationToken));
        return command;
    }

    private static string ResumeCommand(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(token => token.Value).Where(word => word != ResumeName).Append(ResumeName).Select(ShellWord.Quote).Prepend("fulcrum"));

    private static void RefuseEmpty(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{option.Name} takes a name, not an empty text.");
    });
}
