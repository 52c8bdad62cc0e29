using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Ladder.Files;

namespace Fulcrum.Ladder.Artifacts;

/// <summary>A fitted rung on disk, with the models that it needs found and checked.</summary>
public sealed class Artifact
{
    /// <summary>The role of the model that the rung works on.</summary>
    public const string BaseModel = "base";

    /// <summary>The device that is there on every machine.</summary>
    public const string Processor = "cpu";

    /// <summary>The file that says how it answers.</summary>
    public const string ManifestName = "predictor.json";

    /// <summary>Where copies of the models lie that came along, a folder for each role.</summary>
    public const string ModelsFolder = "models";

    private const char OfPart = '/';

    private readonly Dictionary<string, string> _models;

    private Artifact(string folder, PredictorManifest manifest, Dictionary<string, string> models, string device) =>
        (Folder, Manifest, _models, Device) = (folder, manifest, models, device);

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>What <c>predictor.json</c> says.</summary>
    public PredictorManifest Manifest { get; }

    /// <summary>Where its models are to compute, which need not be where it was fitted: e.g. <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; }

    /// <summary>Opens the folder of a fitted rung.</summary>
    /// <param name="folder">With <c>predictor.json</c>.</param>
    /// <param name="candidates">Models to look at before the places that the artifact names: folders or <c>.gguf</c> files.</param>
    /// <param name="device">Where its models are to compute.</param>
    /// <exception cref="InputException">
    /// The folder is no finished artifact, or one of a newer version; or a model that it needs is missing or another one.
    /// </exception>
    public static Artifact Open(string folder, IReadOnlyList<string>? candidates = null, string device = Processor)
    {
        var root = Path.GetFullPath(folder);
        var manifest = ReadManifest(root);
        var errors = new List<InputError>();
        var models = new Dictionary<string, string>();
        foreach (var (role, model) in manifest.Models)
        {
            string[] places = [.. candidates ?? [], CopyOf(root, role, model), model.Path];
            if (places.FirstOrDefault(place => IsModel(place, model)) is { } found) models[role] = found;
            else errors.Add(Missing(model, manifest, places, Path.Combine(root, ManifestName)));
        }

        return errors.Count == 0 ? new Artifact(root, manifest, models, device) : throw new InputException(errors);
    }

    /// <summary>Reads <c>predictor.json</c> alone.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static PredictorManifest ReadManifest(string folder)
    {
        var file = Path.Combine(folder, ManifestName);
        if (!File.Exists(file))
        {
            throw new InputException(new InputError($"There is no fitted rung in `{folder}`: `{ManifestName}` is missing.")
            {
                Remedy = "Give the folder of a run, of its winner or of a finished trial; a copy must be complete.",
            });
        }

        // What the first use of the serializer compiles is most of what opening a small artifact takes: it does so beside the check of the version,
        // which decides first, as a newer file may hold what this version cannot read.
        var manifest = Task.Run(() => JsonFile.Read<PredictorManifest>(file));
        var given = JsonInput.ReadObject(file, $"The file `{ManifestName}`")["format"] as JsonValue;
        if (given?.TryGetValue<int>(out var format) == true && format > PredictorManifest.CurrentFormat)
        {
            throw new InputException(new InputError($"The artifact has format {format}; this version reads formats up to {PredictorManifest.CurrentFormat}.")
            {
                File = file, Remedy = "Use the version of Fulcrum that made it, or a newer one.",
            });
        }

        return manifest.GetAwaiter().GetResult();
    }

    /// <summary>Writes <c>predictor.json</c>, which finishes the artifact.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void WriteManifest(string folder, PredictorManifest manifest)
    {
        Directory.CreateDirectory(folder);
        JsonFile.Write(Path.Combine(folder, ManifestName), manifest);
    }

    /// <summary>The role in a whole artifact of a model that a part of it needs.</summary>
    /// <param name="part">The part's folder.</param>
    /// <param name="role">The role in the part.</param>
    public static string RoleOfPart(string part, string role) => $"{part}{OfPart}{role}";

    /// <summary>
    /// Where the copy of a model lies if it came along with an artifact: a folder, or a <c>.gguf</c> file in one. That of a part lies in
    /// the part's own folder.
    /// </summary>
    public static string CopyOf(string folder, string role, ModelIdentity model)
    {
        var copy = role.Split(OfPart) is [var part, var own] ? Path.Combine(folder, part, ModelsFolder, own) : Path.Combine(folder, ModelsFolder, role);
        return model.Path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? Path.Combine(copy, Path.GetFileName(model.Path)) : copy;
    }

    /// <summary>Bytes of all files of an artifact.</summary>
    public static long Size(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Where the model of a role is.</summary>
    /// <exception cref="InputException">The artifact names none.</exception>
    public string ModelPath(string role) => _models.GetValueOrDefault(role) ?? throw Invalid($"names no model `{role}`");

    /// <summary>Opens an artifact that this one is made of, with the models of this one and on its device.</summary>
    /// <param name="folder">Its folder in this one's.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public Artifact OpenPart(string folder) => Open(Path.Combine(Folder, folder), [.. _models.Values], Device);

    /// <summary>The rung's own record of how it answers.</summary>
    /// <exception cref="InputException">The record is not what the rung writes.</exception>
    public T Settings<T>()
    {
        try
        {
            return Manifest.Settings.Deserialize<T>(LadderJson.File)!;
        }
        catch (JsonException e)
        {
            throw Invalid($"has settings that the rung `{Manifest.Rung}` does not write ({JsonInput.Fault(e)})");
        }
    }

    /// <summary>An error that says what is wrong with the artifact.</summary>
    /// <param name="what">Completes "The artifact …".</param>
    public InputException Invalid(string what) => new(new InputError($"The artifact {what}.")
    {
        File = Path.Combine(Folder, ManifestName), Remedy = "Restore the file, or compare again.",
    });

    private static bool IsModel(string place, ModelIdentity model) => Path.Exists(place) && ModelHash.Compute(place) == model.Sha256;

    private static InputError Missing(ModelIdentity model, PredictorManifest manifest, string[] places, string file)
    {
        var needed = $"`{model.Name}` (SHA-256 {model.Sha256})";
        // The model of another role is no wrong one.
        var other = places.FirstOrDefault(place => Path.Exists(place) && !manifest.Models.Values.Any(known => IsModel(place, known)));
        var origin = model.Origin is null ? "" : $" It came from {model.Origin}.";
        return new InputError(other is null
            ? $"The artifact needs the model {needed}, which is not at `{model.Path}`."
            : $"The artifact needs the model {needed}, but `{other}` has SHA-256 {ModelHash.Compute(other)}.")
        {
            File = file, Remedy = $"Give the model that it was made with: --model FOLDER.{origin}",
        };
    }
}
