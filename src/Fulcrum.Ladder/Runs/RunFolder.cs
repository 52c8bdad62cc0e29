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
}
