namespace Fulcrum.Ladder.Artifacts;

/// <summary>How much room a model takes on disk.</summary>
public static class ModelSize
{
    /// <summary>Bytes of the files that decide what a model answers, see <see cref="ModelHash"/>; <see langword="null"/> where it is not there any more.</summary>
    /// <param name="path">Its folder or <c>.gguf</c> file.</param>
    public static long? Of(string path) => Path.Exists(path)
        ? ModelHash.FilesOf(path).Sum(file => (new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(file)).Length)
        : null;
}
