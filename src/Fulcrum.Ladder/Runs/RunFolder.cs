using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Runs;

/// <summary>
/// The only truth of a run, made of plain files:
/// <c>task.json examples.jsonl split.json environment.json verdict.json report.html trials/ID/{trial.json,events.jsonl,predictions.jsonl,result.json,adapter/} winner/</c>.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Opens the folder at <paramref name="path"/>, which need not exist yet.</summary>
    public RunFolder(string path) => Root = Path.GetFullPath(path);

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The report for people.</summary>
    public string ReportFile => Path.Combine(Root, "report.html");

    /// <summary>The verdict for machines.</summary>
    public string VerdictFile => Path.Combine(Root, "verdict.json");

    /// <summary>Whether a run was set up here: everything that its trials need was written.</summary>
    public bool Exists => File.Exists(EnvironmentFile);

    private string TaskFile => Path.Combine(Root, "task.json");

    private string ExamplesFile => Path.Combine(Root, "examples.jsonl");

    private string SplitFile => Path.Combine(Root, "split.json");

    private string EnvironmentFile => Path.Combine(Root, "environment.json");

    private string TrialsFolder => Path.Combine(Root, "trials");

    /// <summary>Creates the folder where it is missing and keeps other comparisons out of it until the lock is disposed.</summary>
    /// <exception cref="InputException">Another comparison is running here.</exception>
    public RunLock Lock()
    {
        Directory.CreateDirectory(Root);
        return RunLock.Take(Root);
    }

    /// <summary>Sets up a run: task (completed by the labels of the split), examples, split and environment.</summary>
    /// <exception cref="InputException">There is a run here already, or the task does not fit the data.</exception>
    /// <exception cref="IOException">It could not be written; what had been written is gone again.</exception>
    public void Create(TaskDefinition task, RunData data, RunEnvironment environment)
    {
        if (Exists)
        {
            throw new InputException(new InputError($"There is a run in `{Root}` already.")
            {
                Remedy = "Continue it with --resume, or choose another folder with --output.",
            });
        }

        var complete = task.ForLabels(data.Split.Labels);
        Directory.CreateDirectory(Root);
        try
        {
            AtomicFile.WriteJson(TaskFile, complete);
            AtomicFile.WriteJsonLines(ExamplesFile, Enum.GetValues<DatasetPart>().SelectMany(part => data.Split[part]));
            AtomicFile.WriteJson(SplitFile, StoredSplit.From(data));
            AtomicFile.WriteJson(EnvironmentFile, environment);
        }
        catch (IOException)
        {
            foreach (var file in new[] { TaskFile, ExamplesFile, SplitFile, EnvironmentFile }) File.Delete(file);
            throw;
        }
    }

    /// <summary>The task, with labels and at least one prompt.</summary>
    /// <exception cref="InputException">There is no run here, or its file is broken.</exception>
    public TaskDefinition ReadTask() => JsonFile.Read<TaskDefinition>(TaskFile);

    /// <summary>The data as split.</summary>
    /// <exception cref="InputException">There is no run here, or its files are broken.</exception>
    public RunData ReadData() =>
        JsonFile.Read<StoredSplit>(SplitFile).ToData(JsonFile.ReadLines<Example>(ExamplesFile), SplitFile);

    /// <summary>SHA-256 of the examples as split, hexadecimal: equal where two runs had the same texts and labels in the same parts and order.</summary>
    /// <exception cref="InputException">There is no run here.</exception>
    public string HashData()
    {
        if (!Exists) throw new InputException(new InputError($"There is no run in `{Root}`."));
        using var examples = File.OpenRead(ExamplesFile);
        return Convert.ToHexStringLower(SHA256.HashData(examples));
    }

    /// <summary>How the run came about.</summary>
    /// <exception cref="InputException">There is no run here, or its file is broken.</exception>
    public RunEnvironment ReadEnvironment() => JsonFile.Read<RunEnvironment>(EnvironmentFile);

    /// <summary>Writes <c>trial.json</c> of each trial, finished ones included.</summary>
    public void WriteTrials(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials) Trial(trial.Id).WriteTrial(trial);
    }

    /// <summary>All trials of the run, up the ladder, then by model.</summary>
    /// <exception cref="InputException">A <c>trial.json</c> is broken.</exception>
    public IReadOnlyList<Trial> ReadTrials()
    {
        if (!Directory.Exists(TrialsFolder)) return [];
        var order = RungCatalogue.All.Select((rung, i) => (rung.Name, i)).ToDictionary(r => r.Name, r => r.i);
        return
        [
            .. Directory.EnumerateDirectories(TrialsFolder)
                .Select(folder => new TrialFolder(folder))
                .Where(folder => folder.HasTrial)
                .Select(folder => folder.ReadTrial())
                .OrderBy(trial => order.GetValueOrDefault(trial.Rung, int.MaxValue))
                .ThenBy(trial => trial.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The folder of one trial.</summary>
    public TrialFolder Trial(string id) => new(Path.Combine(TrialsFolder, id));

    /// <summary>Writes <c>verdict.json</c>.</summary>
    public void WriteVerdict(Verdict verdict) => AtomicFile.WriteJson(VerdictFile, verdict);

    /// <summary>Writes <c>report.html</c>.</summary>
    public void WriteReport(string html) => AtomicFile.WriteText(ReportFile, html);
}
