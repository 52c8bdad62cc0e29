using System.Runtime.InteropServices;
using Fulcrum.Ladder.Artifacts;

namespace Fulcrum.Ladder.Predicting;

/// <summary>Copies artifacts, with their models or without, into folders that are there wholly or not at all.</summary>
internal static partial class ArtifactCopy
{
    private const string Temporary = ".fulcrum-temporary";

    /// <summary>Smaller files are copied: somebody may edit them, and the trial's own must stay as it is.</summary>
    private const long LinkedFrom = 1 << 20;

    /// <summary>Writes a folder, in the place of an older one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="content">Puts everything into the folder that it is given.</param>
    /// <exception cref="IOException">It could not be written; an older one stands as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string folder, Action<string> content)
    {
        var temporary = $"{folder}.{Path.GetRandomFileName()}{Temporary}";
        try
        {
            Directory.CreateDirectory(temporary);
            content(temporary);
            Replace(folder, temporary);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Copies the files of a folder.</summary>
    public static void Files(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)) Place(file, Path.Combine(target, Path.GetRelativePath(source, file)));
    }

    /// <summary>Copies the models that an artifact needs to where it finds them in a folder.</summary>
    public static void Models(Artifact artifact, string target)
    {
        foreach (var (role, model) in artifact.Manifest.Models)
        {
            var path = artifact.ModelPath(role);
            var copy = Artifact.CopyOf(target, role, model);
            if (Path.Exists(copy)) continue;
            var (from, to) = Directory.Exists(path) ? (path, copy) : (Path.GetDirectoryName(path)!, Path.GetDirectoryName(copy)!);
            foreach (var file in ModelHash.FilesOf(path).Concat(Licenses(from))) Place(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    /// <summary>The models that came along with the artifact in a folder, or with its parts.</summary>
    public static IReadOnlyList<string> ModelsIn(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        return [.. Directory.EnumerateDirectories(folder).Prepend(folder).Select(part => Path.Combine(part, Artifact.ModelsFolder)).Where(Directory.Exists).SelectMany(Copies)];

        static IEnumerable<string> Copies(string models) => Directory.EnumerateDirectories(models).Concat(Directory.EnumerateFiles(models, "*.gguf", SearchOption.AllDirectories));
    }

    /// <summary>Deletes what was left by a process that was killed while it wrote a folder.</summary>
    public static void DeleteAbandoned(string folder)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder)}.*{Temporary}")) Directory.Delete(left, recursive: true);
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
}
