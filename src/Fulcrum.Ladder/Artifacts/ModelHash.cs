using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>
/// Tells whether a model is the one that an artifact was made with: SHA-256 over every file that decides what it answers
/// (weights, configuration, tokenizer, chat template). Hashed once as long as the files keep their lengths and times: opening an artifact is not
/// to read gigabytes each time.
/// </summary>
public static class ModelHash
{
    /// <summary>Large files are hashed in pieces of this size, on all cores.</summary>
    private const int PieceBytes = 1 << 20;

    private static readonly string[] Companions =
    [
        "config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja", "chat_template.json",
        "modules.json", "sentence_bert_config.json", "vocab.txt", "model.safetensors.index.json", Path.Combine("1_Pooling", "config.json"),
    ];

    private static readonly ConcurrentDictionary<string, string> Known = new();

    private static HashStore Store => new(Path.Combine(CacheFolder.Root, "hashes"), TimeProvider.System);

    /// <summary>The hash of a model, 64 hexadecimal digits.</summary>
    /// <param name="path">Its folder or <c>.gguf</c> file.</param>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public static string Compute(string path)
    {
        try
        {
            var root = RootOf(path);
            // The files of the hub's cache are links, and of a link .NET gives the length of the link.
            (string Name, FileInfo File)[] files =
            [
                .. FilesOf(path).Select(file => (Path.GetRelativePath(root, file).Replace('\\', '/'), new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(file))),
            ];
            var key = string.Join('\n', files.Select(file => FormattableString.Invariant($"{path}/{file.Name}|{file.File.FullName}|{file.File.Length}|{file.File.LastWriteTimeUtc.Ticks}|{file.File.CreationTimeUtc.Ticks}")));
            return Known.GetOrAdd(key, _ => Store.Find(key) ?? HashAndKeep(key, files));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The model cannot be read: {e.Message}") { File = path }, e);
        }
    }

    /// <summary>The files that decide what a model answers: those that are hashed.</summary>
    /// <param name="path">Its folder or <c>.gguf</c> file.</param>
    internal static IEnumerable<string> FilesOf(string path)
    {
        var root = RootOf(path);
        var weights = Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".safetensors" or ".gguf")
            : [path];
        return weights.Concat(Companions.Select(name => Path.Combine(root, name)).Where(File.Exists)).Order(StringComparer.Ordinal);
    }

    private static string RootOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;

    private static string HashAndKeep(string key, IReadOnlyList<(string Name, FileInfo File)> files)
    {
        var hash = Hash(files);
        Store.Keep(key, files.Select(file => new DateTimeOffset(file.File.LastWriteTimeUtc)).DefaultIfEmpty(DateTimeOffset.MinValue).Max(), hash);
        return hash;
    }

    /// <summary>The name of each file relative to the model's folder, its length, and the hashes of its pieces in order.</summary>
    private static string Hash(IEnumerable<(string Name, FileInfo File)> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in files)
        {
            all.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name}\n{file.Length}\n")));
            foreach (var piece in HashPieces(file)) all.AppendData(piece);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static byte[][] HashPieces(FileInfo file)
    {
        using var handle = File.OpenHandle(file.FullName, options: FileOptions.SequentialScan);
        var pieces = new byte[(file.Length + PieceBytes - 1) / PieceBytes][];
        Parallel.For(0, pieces.Length, () => new byte[Math.Min(PieceBytes, file.Length)], (piece, _, buffer) =>
        {
            var (read, offset) = (0, (long)piece * PieceBytes);
            while (read < buffer.Length && RandomAccess.Read(handle, buffer.AsSpan(read), offset + read) is var count and > 0) read += count;
            pieces[piece] = SHA256.HashData(buffer.AsSpan(0, read));
            return buffer;
        }, _ => { });
        return pieces;
    }
}
