using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Runs;

/// <summary>
/// The only truth of a run, made of plain files:
/// <c>.lock task.json examples.jsonl perturbed.jsonl split.json plan.json environment.json verdict.json report.html label-errors.csv label-corrections.json winner/ cascade/ trials/ID/{.lock,trial.json,events.jsonl,predictions.jsonl,result.json,artifact/}</c>.
/// </summary>
public sealed class RunFolder
{
    private bool _isReserved;

    /// <summary>Opens the folder at <paramref name="path"/>, which need not exist yet.</summary>
    public RunFolder(string path) => Root = Path.GetFullPath(path);

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>The report for people.</summary>
    public string ReportFile => Path.Combine(Root, "report.html");

    /// <summary>The verdict for machines.</summary>
    public string VerdictFile => Path.Combine(Root, "verdict.json");

    /// <summary>The artifact to use, see <see cref="TrialFolder.ArtifactFolder"/>; it is there where the verdict recommends a trial.</summary>
    public string WinnerFolder => Path.Combine(Root, "winner");

    /// <summary>The artifact of the run's cascade, where there is one; that of a second one has <c>-2</c> behind its name.</summary>
    public string CascadeFolder => Path.Combine(Root, "cascade");

    /// <summary>The rows whose labels may be wrong, to be corrected.</summary>
    public string LabelErrorsFile => Path.Combine(Root, "label-errors.csv");

    /// <summary>Whether a run was set up here: everything that its trials need was written.</summary>
    public bool Exists => File.Exists(EnvironmentFile);

    /// <summary>Whether its arms race; those of runs that were set up before there were races are run whole.</summary>
    internal bool HasPlan => File.Exists(PlanFile);

    private string TaskFile => Path.Combine(Root, "task.json");

    private string ExamplesFile => Path.Combine(Root, "examples.jsonl");

    /// <summary>Perturbed copies of test rows; a run without any, or of a version that made none, has no such file.</summary>
    private string PerturbedFile => Path.Combine(Root, "perturbed.jsonl");

    private string SplitFile => Path.Combine(Root, "split.json");

    private string PlanFile => Path.Combine(Root, "plan.json");

    private string EnvironmentFile => Path.Combine(Root, "environment.json");

    private string LabelCorrectionsFile => Path.Combine(Root, "label-corrections.json");

    private string TrialsFolder => Path.Combine(Root, "trials");

    /// <summary>The run and the trial whose folder is <paramref name="path"/>.</summary>
    /// <param name="path"><c>RUN/trials/ID</c>.</param>
    /// <exception cref="InputException">There is no trial there.</exception>
    internal static (RunFolder Run, TrialFolder Trial) OfTrial(string path)
    {
        var folder = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (folder.Parent?.Parent is { } root && new RunFolder(root.FullName) is { Exists: true } run
            && run.Trial(folder.Name) is { HasTrial: true } trial && trial.Root == folder.FullName)
        {
            return (run, trial);
        }

        throw new InputException(new InputError($"There is no trial of a run in `{path}`.")
        {
            Remedy = "Give a folder such as runs/2026-11-23T10-00-00-mails/trials/classical-0a1b2c3d.",
        });
    }

    /// <summary>Makes a folder that no run has: of this name, or with the first free number behind it.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static RunFolder Reserve(string path)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var folder = new RunFolder(number == 1 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}-{number}"));
                if (Path.Exists(folder.Root)) continue;
                Directory.CreateDirectory(folder.Root);
                // Another comparison may have made the folder at the same time, but only one makes this file.
                folder._isReserved = RunLock.TryCreate(folder.Root);
                if (folder._isReserved) return folder;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                new InputError($"The run folder `{path}` cannot be written: {e.Message}") { Remedy = "Make room, or choose another folder with --output." }, e);
        }
    }

    /// <summary>Keeps other comparisons out of the folder until the lock is disposed.</summary>
    /// <exception cref="InputException">Another comparison is running here, or the folder cannot be written to.</exception>
    public RunLock Lock()
    {
        try
        {
            return RunLock.Take(Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The run folder `{Root}` cannot be written to: {e.Message}") { Remedy = "Check the path and its rights." }, e);
        }
    }

    /// <summary>Sets up a run: task (completed by the labels of the split), examples, split, plan and environment.</summary>
    /// <returns>The lock of the folder, taken before anything is written.</returns>
    /// <exception cref="InputException">
    /// There is a run here already, or files that no run wrote and that this one would replace; the task does not fit the data; or
    /// something could not be written: then what had been written is gone again, and so is the folder where it was not there before.
    /// </exception>
    public RunLock Create(TaskDefinition task, RunData data, IReadOnlyList<Trial> arms, RunEnvironment environment)
    {
        ThrowIfTaken();
        var complete = task.ForLabels(data.Split.Labels);
        var (isNew, wasLocked) = (_isReserved || !Directory.Exists(Root), File.Exists(RunLock.FileIn(Root)));
        if (!wasLocked) ThrowIfForeign(isMarked: false);
        RunLock? taken = null;
        try
        {
            Directory.CreateDirectory(Root);
            taken = RunLock.Take(Root);
            ThrowIfTaken();
            ThrowIfForeign(taken.IsMarked);
            taken.WriteMark();
            DeleteAbandoned();
            ClearStale();
            JsonFile.Write(TaskFile, complete);
            JsonFile.WriteLines(ExamplesFile, DatasetPartName.OfData.SelectMany(part => data.Split[part]));
            if (data.Split.Perturbed.Count > 0) JsonFile.WriteLines(PerturbedFile, data.Split.Perturbed);
            else File.Delete(PerturbedFile);
            JsonFile.Write(SplitFile, StoredSplit.From(data));
            JsonFile.Write(PlanFile, arms);
            // The last: where it is, everything else is.
            JsonFile.Write(EnvironmentFile, environment);
            return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            if (taken is not null) Rollback(isNew, wasLocked);
            else if (isNew && Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any()) Directory.Delete(Root);
            throw new InputException(
                new InputError($"The run folder `{Root}` cannot be written: {e.Message}")
                {
                    Remedy = "Make room, or choose another folder with --output.",
                },
                e);
        }
        catch
        {
            taken?.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a folder without a run.</summary>
    /// <exception cref="InputException">There is no run here.</exception>
    public void RequireRun()
    {
        if (Exists) return;
        throw new InputException(new InputError($"There is no run in `{Root}`.")
        {
            Remedy = "Give the folder that compare printed, e.g. runs/2026-11-23T10-00-00-mails.",
        });
    }

    /// <summary>The task, with labels and at least one prompt.</summary>
    /// <exception cref="InputException">There is no run here, or its file is broken.</exception>
    public TaskDefinition ReadTask() => JsonFile.Read<TaskDefinition>(TaskFile);

    /// <summary>The data as split.</summary>
    /// <exception cref="InputException">There is no run here, or its files are broken.</exception>
    public RunData ReadData() =>
        JsonFile.Read<StoredSplit>(SplitFile).ToData(
            JsonFile.ReadLines<Example>(ExamplesFile), File.Exists(PerturbedFile) ? JsonFile.ReadLines<Example>(PerturbedFile) : [], SplitFile);

    /// <summary>The labels that were corrected since, none where nobody did. They are no part of <see cref="ReadData"/>: trials learn from the data as it was given.</summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public LabelCorrections ReadLabelCorrections() => File.Exists(LabelCorrectionsFile) ? JsonFile.Read<LabelCorrections>(LabelCorrectionsFile) : LabelCorrections.None;

    /// <summary>Keeps corrected labels for all later verdicts, in the place of those that were kept before.</summary>
    public void WriteLabelCorrections(LabelCorrections corrections)
    {
        if (corrections.Labels.Count > 0) JsonFile.Write(LabelCorrectionsFile, corrections);
        else File.Delete(LabelCorrectionsFile);
    }

    /// <summary>What changes with the files of <see cref="ReadData"/>: their lengths and times.</summary>
    internal string DataStamp() => string.Join(' ', new[] { SplitFile, ExamplesFile, PerturbedFile }.Select(file => new FileInfo(file)).Select(file =>
        file.Exists ? FormattableString.Invariant($"{file.Length}|{file.LastWriteTimeUtc.Ticks}") : "-"));

    /// <summary>SHA-256 of the examples as split, hexadecimal: equal where two runs had the same texts and labels in the same parts and order.</summary>
    /// <exception cref="InputException">There is no run here.</exception>
    public string HashData()
    {
        RequireRun();
        using var examples = File.OpenRead(ExamplesFile);
        return Convert.ToHexStringLower(SHA256.HashData(examples));
    }

    /// <summary>How the run came about.</summary>
    /// <exception cref="InputException">There is no run here, or its file is broken.</exception>
    public RunEnvironment ReadEnvironment() => JsonFile.Read<RunEnvironment>(EnvironmentFile);

    /// <summary>
    /// The whole trial of the first seed of each arm, up the ladder, and such trials as were added to the folder since; of a run that was
    /// set up before there were races, all its trials.
    /// </summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public IReadOnlyList<Trial> ReadPlan()
    {
        Trial[] planned = HasPlan ? JsonFile.Read<Trial[]>(PlanFile) : [];
        var known = planned.Select(trial => trial.Id).ToHashSet();
        return [.. planned, .. ReadTrials().Where(trial => trial.ArmId is null && !known.Contains(trial.Id))];
    }

    /// <summary>Writes <c>trial.json</c> of each trial, finished ones included.</summary>
    public void WriteTrials(IEnumerable<Trial> trials)
    {
        foreach (var trial in trials) Trial(trial.Id).WriteTrial(trial);
    }

    /// <summary>
    /// Takes back the results of trials that failed for want of something the machine may have by now (room on the disk, a
    /// worker that starts), and of those whose predictions were lost since, so that they are run again. Deletes what was left
    /// half-written.
    /// </summary>
    /// <returns>How many of each.</returns>
    /// <exception cref="InputException">A file is broken.</exception>
    public (int FailedOnInfrastructure, int LostPredictions) ReopenTrials()
    {
        DeleteAbandoned();
        var split = ReadData().Split;
        var folders = ReadTrials().Select(trial => Trial(trial.Id)).Where(folder => folder.IsFinished).ToArray();
        var failed = folders.Where(folder => folder.ReadResult()?.Failure is { IsRetryable: true }).ToArray();
        var lost = folders.Except(failed).Where(folder => !folder.HasItsPredictions(split)).ToArray();
        foreach (var folder in failed.Concat(lost)) folder.DeleteResult();
        return (failed.Length, lost.Length);
    }

    /// <summary>All trials that were started, up the ladder, then by model.</summary>
    /// <exception cref="InputException">A <c>trial.json</c> is broken.</exception>
    public IReadOnlyList<Trial> ReadTrials()
    {
        if (!Directory.Exists(TrialsFolder)) return [];
        return
        [
            .. Directory.EnumerateDirectories(TrialsFolder)
                .Select(folder => new TrialFolder(folder))
                .Where(folder => folder.HasTrial)
                .Select(folder => folder.ReadTrial())
                .OrderBy(trial => trial.Rung.Rank)
                .ThenBy(trial => trial.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The folder of one trial.</summary>
    /// <exception cref="InputException">The id is no name of a folder, but a path.</exception>
    public TrialFolder Trial(string id) => id.Length > 0 && id is not ("." or "..") && Path.GetFileName(id) == id
        ? new(Path.Combine(TrialsFolder, id))
        : throw new InputException(new InputError($"`{id}` is no id of a trial.") { File = Root });

    /// <summary>Writes <c>verdict.json</c>.</summary>
    public void WriteVerdict(Verdict verdict) => JsonFile.Write(VerdictFile, verdict);

    /// <summary>Writes <c>report.html</c>.</summary>
    public void WriteReport(string html) => AtomicFile.WriteText(ReportFile, html);

    private void ThrowIfTaken()
    {
        if (!Exists) return;
        throw new InputException(new InputError($"There is a run in `{Root}` already.")
        {
            Remedy = "Continue it with --resume, or choose another folder with --output.",
        });
    }

    /// <summary>Nothing is replaced that no run wrote: only a set-up that was killed, in a folder with its mark, leaves what another may replace.</summary>
    private void ThrowIfForeign(bool? isMarked)
    {
        string[] ours = isMarked == true ? [] : [TaskFile, ExamplesFile, PerturbedFile, SplitFile, PlanFile, TrialsFolder];
        var foreign = ours.Append(VerdictFile).Append(ReportFile).Append(WinnerFolder).Append(CascadeFolder).Append(LabelErrorsFile).Append(LabelCorrectionsFile).Where(Path.Exists).ToList();
        if (isMarked is null) foreign.Add(RunLock.FileIn(Root));
        if (foreign.Count == 0) return;
        throw new InputException(new InputError(
            $"The folder `{Root}` holds {string.Join(", ", foreign.Select(path => $"`{Path.GetFileName(path)}`"))}, which a run would replace and no run wrote.")
        {
            Remedy = "Choose another folder with --output.",
        });
    }

    private void DeleteAbandoned()
    {
        foreach (var file in new[] { TaskFile, ExamplesFile, PerturbedFile, SplitFile, PlanFile, EnvironmentFile, VerdictFile, ReportFile, LabelErrorsFile, LabelCorrectionsFile }) AtomicFile.DeleteAbandoned(file);
        if (!Directory.Exists(TrialsFolder)) return;
        foreach (var folder in Directory.EnumerateDirectories(TrialsFolder)) new TrialFolder(folder).DeleteAbandoned();
    }

    /// <summary>A set-up that was killed leaves trials that are not of the run to come.</summary>
    private void ClearStale()
    {
        if (!Directory.Exists(TrialsFolder)) return;
        foreach (var folder in Directory.EnumerateDirectories(TrialsFolder)) new TrialFolder(folder).DeleteTrial();
    }

    private void Rollback(bool isNew, bool wasLocked)
    {
        if (isNew)
        {
            Directory.Delete(Root, recursive: true);
            return;
        }

        foreach (var file in new[] { TaskFile, ExamplesFile, PerturbedFile, SplitFile, PlanFile, EnvironmentFile }.Where(File.Exists)) File.Delete(file);
        if (!wasLocked) File.Delete(RunLock.FileIn(Root));
    }
}
