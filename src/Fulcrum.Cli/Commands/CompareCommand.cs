using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fulcrum.Cli.Comparing;
using Fulcrum.Ladder.Execution;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Rungs;
using Fulcrum.Workers.Processes;

namespace Fulcrum.Cli.Commands;

/// <summary><c>fulcrum compare TASK</c>: climbs the ladder and answers.</summary>
internal static class CompareCommand
{
    /// <summary>Longer than anybody waits, and far from where dates overflow.</summary>
    private static readonly TimeSpan LongestBudget = TimeSpan.FromHours(10_000);

    public static Command Create()
    {
        var task = new Argument<string?>("TASK")
        {
            Description = "A data file (jsonl, csv, tsv, parquet, xlsx, mbox), a folder, npm:PACKAGE, or a task.yaml.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var models = new Option<string[]>("--model")
        {
            Description = "A model folder, a .gguf file or hf:ORG/NAME for the rungs that need one; an embedding model is tuned, and finds the examples of retrieval; may be repeated.",
            HelpName = "MODEL",
        };
        var noBuiltin = new Option<bool>("--no-builtin")
        {
            Description = "Leave out builtin:minilm, the small language model that comes with Fulcrum and is used beside those of --model.",
        };
        var rungs = new Option<IReadOnlyList<RungDescription>?>("--rungs")
        {
            Description = "Comma-separated rungs: " + string.Join(", ", RungRegistry.Catalog.All.Select(r => r.Name)) + ". All by default.",
            HelpName = "a,b",
            CustomParser = ParseRungs,
        };
        var train = Rows("--train", "Rows to learn from, chosen by the seed; every label is kept where there are as many rows.");
        var test = Rows("--test", "Rows to measure on.");
        var seed = Seed("--seed", "Seed of everything random but the split. Default: 0.");
        var splitSeed = Seed("--split-seed", "Seed of the split. Default: 0.");
        var budget = new Option<TimeSpan?>("--budget")
        {
            Description = "Time for all trials together, e.g. 90s, 10m, 2h: what does not fit is not started, and the report says what it would take.",
            HelpName = "TIME",
            CustomParser = ParseDuration,
        };
        var truncate = new Option<TruncationSide?>("--truncate")
        {
            Description = "Keep the head or the tail of a text that is too long for a model, instead of refusing it.",
            HelpName = "head|tail",
            CustomParser = ParseKeptPart,
        };
        var noPerturb = new Option<bool>("--no-perturb")
        {
            Description = "Ask nothing about perturbed copies of test rows (typos, homoglyphs, case, whitespace, URLs, numbers, an injected instruction), which stand in for a shifted part where the data has none; as `perturb: false` in task.yaml.",
        };
        var device = DeviceOption.Create();
        var decision = new DecisionOptionsBinding();
        var answer = new AnswerOptionsBinding();
        var output = new Option<string?>("--output") { Description = "The run folder to create. Default: runs/<time>-<task>.", HelpName = "DIR" };
        var resume = new Option<string?>("--resume") { Description = "Continue a run folder; finished trials are kept.", HelpName = "RUN" };
        var copyBase = new Option<bool>("--copy-base") { Description = "Copy the models that the winner needs into its folder, so that it can be moved; also beside --resume." };
        var plan = new Option<bool>("--plan") { Description = "Read and split the data, print what would race and how long it would take, run nothing." };
        var json = new Option<bool>("--json") { Description = "Print verdict.json instead of the table." };

        foreach (var option in new Option[] { models, output, resume }) RefuseEmpty(option);

        var command = new Command(
            "compare",
            """
            Climb the ladder on your data and say what to do.

            Examples:
              fulcrum compare mails.csv
              fulcrum compare task.yaml --model ~/models/SmolLM2-135M-Instruct --rungs classical,zero-shot,lora
              fulcrum compare --resume runs/2026-11-23T10-00-00-mails
              fulcrum compare diff runs/2026-11-23T10-00-00-mails runs/2026-11-24T10-00-00-mails
            """)
        {
            task, models, noBuiltin, rungs, train, test, seed, splitSeed, budget, truncate, noPerturb, device, output, resume, copyBase, plan, json,
            CompareDiffCommand.Create(),
        };
        foreach (var option in decision.Options.Concat(answer.Options)) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(task) is null) == (result.GetValue(resume) is null))
                result.AddError("Give either a TASK to compare or --resume RUN.");
            if (result.GetValue(task) is { } named && string.IsNullOrWhiteSpace(named)) result.AddError("TASK is an empty text.");
            if (result.GetResult(resume) is null) return;
            Option[] settled = [models, noBuiltin, rungs, train, test, seed, splitSeed, budget, truncate, noPerturb, device, output, plan, .. decision.Options];
            foreach (var option in settled.Where(option => result.GetResult(option) is { Implicit: false }))
                result.AddError($"{option.Name} has no effect beside --resume: a run is continued as it was set up. Leave it out, or compare anew.");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var request = new CompareRequest
            {
                Task = parsed.GetValue(task),
                Resume = parsed.GetValue(resume),
                Models = parsed.GetValue(models) ?? [],
                NoBuiltin = parsed.GetValue(noBuiltin),
                Rungs = parsed.GetValue(rungs) ?? [],
                TrainRows = parsed.GetValue(train),
                TestRows = parsed.GetValue(test),
                Seed = parsed.GetValue(seed),
                SplitSeed = parsed.GetValue(splitSeed),
                Budget = parsed.GetValue(budget),
                Truncate = parsed.GetValue(truncate),
                Perturb = !parsed.GetValue(noPerturb),
                Device = parsed.GetValue(device)!,
                Decision = decision.Read(parsed),
                Output = parsed.GetValue(output),
                CopyBase = parsed.GetValue(copyBase),
                PlanOnly = parsed.GetValue(plan),
                Json = parsed.GetValue(json),
                Answer = answer.Read(parsed),
                CommandLine = CommandLine(parsed, [output, .. answer.Files]),
            };
            var executor = new LocalTrialExecutor(WorkerStartInfo.ThisProgram(WorkerCommand.Name), TimeProvider.System);
            return new Comparer(new Terminal(), executor, TimeProvider.System).RunAsync(request, cancellationToken);
        });
        return command;
    }

    /// <summary>The command that makes the run again: as typed, but into a folder and files of its own.</summary>
    private static string CommandLine(ParseResult parsed, IEnumerable<Option> outputs)
    {
        var named = outputs.Select(parsed.GetResult).OfType<OptionResult>().SelectMany(result => result.Tokens.Append(result.IdentifierToken)).ToHashSet();
        var words = parsed.Tokens.Where(token => !named.Contains(token));
        return string.Join(' ', words.Select(token => ShellWord.Quote(token.Value)).Prepend("fulcrum"));
    }

    private static Option<int?> Rows(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Whole(text) is { } rows and > 0) return rows;
            result.AddError($"{name} takes a positive whole number of rows, not '{text}'.");
            return null;
        },
    };

    private static Option<int> Seed(string name, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => 0,
        HelpName = "S",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Whole(text) is { } seed) return seed;
            result.AddError($"{name} takes a whole number, not '{text}'.");
            return 0;
        },
    };

    private static void RefuseEmpty(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) result.AddError($"{option.Name} takes a name, not an empty text.");
    });

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IReadOnlyList<RungDescription>? ParseRungs(ArgumentResult result)
    {
        string[] names = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        if (names.Length == 0) result.AddError($"--rungs names no rung. The rungs are: {string.Join(", ", RungRegistry.Catalog.All.Select(r => r.Name))}.");
        foreach (var name in names.Where(name => RungRegistry.Catalog.Find(name) is null))
            result.AddError($"There is no rung `{name}`. The rungs are: {string.Join(", ", RungRegistry.Catalog.All.Select(r => r.Name))}.");
        return [.. RungRegistry.Catalog.All.Where(rung => names.Contains(rung.Name))];
    }

    private static TruncationSide? ParseKeptPart(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (name is "head" or "tail") return name == "head" ? TruncationSide.Head : TruncationSide.Tail;
        result.AddError($"--truncate takes head or tail, not `{name}`.");
        return null;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var unit = text.LastOrDefault() switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount > 0 && amount * unit <= LongestBudget.TotalSeconds)
        {
            return TimeSpan.FromSeconds(amount * unit);
        }

        result.AddError($"--budget takes a time such as 90s, 10m or 2h, at most {LongestBudget.TotalHours:0}h, not `{text}`.");
        return null;
    }
}
