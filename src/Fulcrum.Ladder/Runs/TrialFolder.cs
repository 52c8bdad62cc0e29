using Fulcrum.Data;
using Fulcrum.Data.Splitting;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Trials;

namespace Fulcrum.Ladder.Runs;

/// <summary>The files of one trial. Where <c>result.json</c> exists, the trial is finished.</summary>
public sealed class TrialFolder
{
    /// <summary>What <see cref="ArtifactFolder"/> is called.</summary>
    internal const string ArtifactName = "artifact";

    internal TrialFolder(string root) => Root = root;

    /// <summary>The folder, absolute.</summary>
    public string Root { get; }

    /// <summary>Where the rung leaves what would be served.</summary>
    public string ArtifactFolder => Path.Combine(Root, ArtifactName);

    /// <summary>Whether it ended, well or not.</summary>
    public bool IsFinished => File.Exists(ResultFile);

    internal bool HasTrial => File.Exists(TrialFile);

    private string TrialFile => Path.Combine(Root, "trial.json");

    private string EventsFile => Path.Combine(Root, "events.jsonl");

    private string PredictionsFile => Path.Combine(Root, "predictions.jsonl");

    private string ResultFile => Path.Combine(Root, "result.json");

    /// <summary>The trial.</summary>
    /// <exception cref="InputException">The file is missing or broken, or of a trial of another name.</exception>
    public Trial ReadTrial()
    {
        var trial = JsonFile.Read<Trial>(TrialFile);
        // The id is where files are written and deleted: the folder that was found says it, not what lies in it.
        return trial.Id == Path.GetFileName(Root) ? trial : throw new InputException(
            new InputError($"The trial's id is `{trial.Id}`, but its folder is `{Path.GetFileName(Root)}`.")
            {
                File = TrialFile, Remedy = "Restore the file, or compare again into another folder.",
            });
    }

    /// <summary>How it ended, or <see langword="null"/> where it has not.</summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public TrialResult? ReadResult() => IsFinished ? JsonFile.Read<TrialResult>(ResultFile) : null;

    /// <summary>What was predicted so far, in the order in which it was.</summary>
    /// <exception cref="InputException">The log is broken before its last line.</exception>
    public IReadOnlyList<Prediction> ReadPredictions() =>
        File.Exists(PredictionsFile) ? JsonFile.ReadLines<Prediction>(PredictionsFile) : [];

    /// <summary>The predictions of a completed trial; none of one that failed or was not run to its end, for those count nowhere.</summary>
    /// <param name="data">The examples.</param>
    /// <exception cref="InputException">The log is not as it was written: as many predictions as the result counts, each of another example.</exception>
    internal IReadOnlyList<Prediction> ReadPredictions(DataSplit data)
    {
        if (ReadResult() is not { Status: TrialStatus.Completed } result) return [];
        var predictions = ReadPredictions();
        var unseen = Enum.GetValues<DatasetPart>().SelectMany(part => data[part].Select(example => (part, example.Id))).ToHashSet();
        if ((result.Predictions ?? predictions.Count) == predictions.Count && predictions.All(p => unseen.Remove((p.Part, p.Id)))) return predictions;
        throw new InputException(new InputError("The log no longer holds the predictions of its trial.")
        {
            File = PredictionsFile, Remedy = $"Run the trial again: fulcrum compare --resume {Path.GetDirectoryName(Path.GetDirectoryName(Root))}",
        });
    }

    /// <summary>Whether the log of a completed trial is as it was written.</summary>
    /// <param name="data">The examples.</param>
    internal bool HasItsPredictions(DataSplit data)
    {
        try
        {
            ReadPredictions(data);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

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

    /// <summary>Deletes what was left half-written by a worker that was killed, unless one is at work.</summary>
    internal void DeleteAbandoned()
    {
        using var held = TryLock();
        if (held is null) return;
        foreach (var file in new[] { TrialFile, ResultFile }) AtomicFile.DeleteAbandoned(file);
    }

    internal void WriteTrial(Trial trial)
    {
        Directory.CreateDirectory(Root);
        JsonFile.Write(TrialFile, trial);
    }

    internal void WriteResult(TrialResult result) => JsonFile.Write(ResultFile, result);

    /// <summary>Sees that the result is on disk; what the worker wrote itself stands, even if it died right after.</summary>
    /// <returns>What is on disk, or why nothing could be written.</returns>
    internal TrialResult EnsureWritten(TrialResult result)
    {
        if (ReadResult() is { } written) return written;
        try
        {
            WriteResult(result);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TrialResult.Failed(new TrialFailure(TrialStage.Worker, $"{result.Failure?.Reason} The result could not be written: {e.Message}".Trim()));
        }
    }

    /// <summary>Starts the log of predictions anew; those of an attempt that was not finished are discarded.</summary>
    internal PredictionLog OpenPredictions() => new(PredictionsFile);

    internal JsonLinesWriter<TrialEvent> OpenEvents() => new(EventsFile);

    /// <summary>Clears what an attempt that was not finished may have left half-written.</summary>
    internal void DeleteArtifact()
    {
        if (Directory.Exists(ArtifactFolder)) Directory.Delete(ArtifactFolder, recursive: true);
    }

    internal void DeleteTrial() => File.Delete(TrialFile);

    internal void DeleteResult() => File.Delete(ResultFile);

    /// <summary>Frees the space of what a failed trial wrote; its trial, events and result stay.</summary>
    internal void DeletePredictions() => File.Delete(PredictionsFile);
}
