using Fulcrum.Data;
using Fulcrum.Models.Gguf;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Formats;

/// <summary>Opens whatever weight files a model comes in.</summary>
public static class WeightSource
{
    /// <summary>Safetensors that lie beside a model and are none.</summary>
    private static readonly string[] OtherContent = ["golden.safetensors", "adapter_model.safetensors"];

    /// <summary>
    /// Opens a <c>.safetensors</c> or <c>.gguf</c> file, or a folder that holds <c>model.safetensors</c>, shards with
    /// their index, or a single GGUF.
    /// </summary>
    /// <exception cref="InputException">There is no weight file, several that contradict, or it is malformed.</exception>
    public static IWeightSource Open(string path)
    {
        if (Directory.Exists(path)) path = FindIn(path);
        if (!File.Exists(path)) throw new InputException(new InputError("There is no such file or folder.") { File = path });
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".gguf" => new GgufWeights(path),
            ".json" => new ShardedSafetensors(path),
            ".safetensors" => new SafetensorsFile(path),
            _ when IsPickle(path) => throw Pickle(path),
            _ => throw new InputException(new InputError("This is not a weight file that Fulcrum reads.")
            {
                File = path, Remedy = "Give a .safetensors or .gguf file, or a folder that holds one.",
            }),
        };
    }

    private static string FindIn(string folder)
    {
        foreach (var name in (string[])["model.safetensors.index.json", "model.safetensors"])
            if (File.Exists(Path.Combine(folder, name))) return Path.Combine(folder, name);

        string[] files = [.. Directory.EnumerateFiles(folder, "*.safetensors").Where(file => !OtherContent.Contains(Path.GetFileName(file)))];
        if (files.Length == 0) files = Directory.GetFiles(folder, "*.gguf");
        if (files.Length == 1) return files[0];
        if (files.Length == 0 && Directory.EnumerateFiles(folder).FirstOrDefault(IsPickle) is { } pickle) throw Pickle(pickle);
        throw new InputException(files.Length == 0
            ? new InputError("The folder has no weight file.") { File = folder, Remedy = "It needs model.safetensors (or its shards and index) or a .gguf file." }
            : new InputError($"The folder has {files.Length} weight files and no index.") { File = folder, Remedy = "Give the path of the one to use." });
    }

    private static bool IsPickle(string path) => Path.GetExtension(path).ToLowerInvariant() is ".bin" or ".pt" or ".pth" or ".pkl" or ".ckpt";

    private static InputException Pickle(string path) => new(new InputError("PyTorch's pickled weights can run code when opened and are not read.")
    {
        File = path,
        Remedy = "If you trust them, convert them: python -c \"from transformers import AutoModelForCausalLM as M; "
            + "M.from_pretrained('FOLDER').save_pretrained('FOLDER', safe_serialization=True)\".",
    });
}
