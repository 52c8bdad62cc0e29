namespace Fulcrum.Ladder.Artifacts;

/// <summary>What the weights of a model take on disk.</summary>
internal static class ModelSize
{
    private static readonly string[] Weights = [".safetensors", ".bin", ".gguf", ".onnx"];

    /// <summary>Bytes of a model file, or of the weight files of a folder, in whose one format most of them are; <see langword="null"/> where there are none.</summary>
    /// <param name="path">The folder or file, which need not exist yet.</param>
    public static long? Of(string path)
    {
        if (File.Exists(path)) return new FileInfo(path).Length;
        if (!Directory.Exists(path)) return null;
        var files = new DirectoryInfo(path).EnumerateFiles().Where(file => Weights.Contains(file.Extension)).ToArray();
        // A folder may hold the same weights in several formats.
        return files.Length == 0 ? null : files.GroupBy(file => file.Extension).Max(format => format.Sum(Length));

        static long Length(FileInfo file) => file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
    }
}
