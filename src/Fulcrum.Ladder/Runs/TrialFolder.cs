using Fulcrum.Data;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>The files of one trial. Where <c>result.json</c> exists, the trial is finished.</summary>
public sealed class TrialFolder
{
    internal TrialFolder(string root) => Root = root;

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>Where the rung leaves what would be served.</summary>
    public string ArtefactFolder => Path.Combine(Root, "adapter");

    /// <summary>Whether it ended, well or not.</summary>
    public bool IsFinished => File.Exists(ResultFile);

    internal bool HasTrial => File.Exists(TrialFile);

    private string TrialFile => Path.Combine(Root, "trial.json");

    private string EventsFile => Path.Combine(Root, "events.jsonl");

    private string PredictionsFile => Path.Combine(Root, "predictions.jsonl");

    private string ResultFile => Path.Combine(Root, "result.json");

    /// <summary>The trial.</summary>
    /// <exception cref="InputException">The file is missing or broken.</exception>
    public Trial ReadTrial() => JsonFile.Read<Trial>(TrialFile);

    /// <summary>How it ended, or <see langword="null"/> where it has not.</summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public TrialResult? ReadResult() => IsFinished ? JsonFile.Read<TrialResult>(ResultFile) : null;

    /// <summary>What was predicted so far, in the order in which it was.</summary>
    /// <exception cref="InputException">The log is broken before its last line.</exception>
    public IReadOnlyList<Prediction> ReadPredictions() =>
        File.Exists(PredictionsFile) ? JsonFile.ReadLines<Prediction>(PredictionsFile) : [];

    /// <summary>What happened so far.</summary>
    /// <exception cref="InputException">The log is broken before its last line.</exception>
    public IReadOnlyList<TrialEvent> ReadEvents() =>
        File.Exists(EventsFile) ? JsonFile.ReadLines<TrialEvent>(EventsFile) : [];

    /// <summary>Keeps other workers out of the trial until it is disposed; null while another has it.</summary>
    internal RunLock? TryLock()
    {
        Directory.CreateDirectory(Root);
        return RunLock.TryTake(Root);
    }

    internal void WriteTrial(Trial trial)
    {
        Directory.CreateDirectory(Root);
        JsonFile.Write(TrialFile, trial);
    }

    internal void WriteResult(TrialResult result) => JsonFile.Write(ResultFile, result);

    /// <summary>Starts the log of predictions anew; those of an attempt that was not finished are discarded.</summary>
    internal PredictionLog OpenPredictions() => new(PredictionsFile);

    internal JsonLinesWriter<TrialEvent> OpenEvents() => new(EventsFile);

    /// <summary>Clears what an attempt that was not finished may have left half-written.</summary>
    internal void DeleteArtefacts()
    {
        if (Directory.Exists(ArtefactFolder)) Directory.Delete(ArtefactFolder, recursive: true);
    }

    internal void DeleteTrial() => File.Delete(TrialFile);

    internal void DeleteResult() => File.Delete(ResultFile);

    /// <summary>Frees the space of what a failed trial wrote; its trial, events and result stay.</summary>
    internal void DeletePredictions() => File.Delete(PredictionsFile);
}
