using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Ladder.Artifacts;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Predicting;

/// <summary>The folder <c>winner</c> of a run: a whole copy of the recommended trial's artifact, and how it is used.</summary>
public static partial class WinnerFolder
{
    private const string Temporary = ".fulcrum-temporary";

    /// <summary>Smaller files are copied: somebody may edit them, and the trial's own must stay as it is.</summary>
    private const long LinkedFrom = 1 << 20;

    /// <summary>Writes the folder, in the place of an older one; where the verdict recommends nothing there is none afterwards.</summary>
    /// <param name="run">The run.</param>
    /// <param name="verdict">Its verdict.</param>
    /// <param name="copyModels">Whether the models that the artifact needs come along.</param>
    /// <param name="rule">How its probabilities become answers, as the report has it; <see langword="null"/>: as the trial's artifact says.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InputException">The trial's artifact is damaged, or a model is to come along that is not there any more.</exception>
    /// <exception cref="IOException">It could not be written; an older one stands as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static bool Write(RunFolder run, Verdict verdict, bool copyModels, DecisionRule? rule = null)
    {
        DeleteAbandoned(run);
        if (verdict.RecommendedTrial is not { } id)
        {
            if (Directory.Exists(run.WinnerFolder)) Directory.Delete(run.WinnerFolder, recursive: true);
            return false;
        }

        var temporary = $"{run.WinnerFolder}.{Path.GetRandomFileName()}{Temporary}";
        try
        {
            var source = run.Trial(id).ArtifactFolder;
            // What was copied before need not be asked for again.
            var isComplete = copyModels || Directory.Exists(Path.Combine(run.WinnerFolder, Artifact.ModelsFolder));
            var artifact = isComplete ? Artifact.Open(source, Candidates(run)) : null;
            var manifest = artifact?.Manifest ?? Artifact.ReadManifest(source);
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
                Place(file, Path.Combine(temporary, Path.GetRelativePath(source, file)));
            if (rule is not null) Artifact.WriteManifest(temporary, manifest with { Rule = rule });
            if (artifact is not null) CopyModels(artifact, temporary);
            AtomicFile.WriteText(Path.Combine(temporary, "README.md"), WinnerReadme.Text(run, verdict, manifest, artifact is not null));
            Replace(run.WinnerFolder, temporary);
            return true;
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Models that an older winner brought along.</summary>
    private static string[] Candidates(RunFolder run)
    {
        var folder = Path.Combine(run.WinnerFolder, Artifact.ModelsFolder);
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateDirectories(folder), .. Directory.EnumerateFiles(folder, "*.gguf", SearchOption.AllDirectories)];
    }

    private static void CopyModels(Artifact artifact, string folder)
    {
        foreach (var (role, model) in artifact.Manifest.Models)
        {
            var path = artifact.ModelPath(role);
            var target = Artifact.CopyOf(folder, role, model);
            var (from, to) = Directory.Exists(path) ? (path, target) : (Path.GetDirectoryName(path)!, Path.GetDirectoryName(target)!);
            foreach (var file in ModelHash.FilesOf(path).Concat(Licenses(from))) Place(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    /// <summary>A license asks that it is passed on with the model; some stand in its README.</summary>
    private static IEnumerable<string> Licenses(string folder) => Directory.EnumerateFiles(folder).Where(file =>
        Path.GetFileNameWithoutExtension(file).ToUpperInvariant() is "LICENSE" or "LICENCE" or "NOTICE" or "README");

    /// <summary>Large files take no room twice where the file system can link them.</summary>
    private static void Place(string file, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var real = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;
        if (new FileInfo(real).Length < LinkedFrom || !TryLink(real, target)) File.Copy(real, target);
    }

    private static bool TryLink(string file, string target)
    {
        if (OperatingSystem.IsWindows()) return false;
        return Link(file, target) == 0;
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string target);

    private static void Replace(string folder, string with)
    {
        var old = $"{folder}.{Path.GetRandomFileName()}{Temporary}";
        if (Directory.Exists(folder)) Directory.Move(folder, old);
        Directory.Move(with, folder);
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
    }

    /// <summary>Deletes what a comparison left that was killed while it wrote the folder.</summary>
    private static void DeleteAbandoned(RunFolder run)
    {
        foreach (var folder in Directory.EnumerateDirectories(run.Root, $"{Path.GetFileName(run.WinnerFolder)}.*{Temporary}")) Directory.Delete(folder, recursive: true);
    }
}
