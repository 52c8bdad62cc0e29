using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Data;
using Fulcrum.Models.Architecture;

namespace Fulcrum.Tuning.Adapters;

/// <summary>PEFT's <c>adapter_config.json</c> of a LoRA: the keys of version 0.21, in order.</summary>
internal static class PeftConfiguration
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>What makes of a LoRA something that this reader would compute wrongly: each must be absent, null, false, empty or as given.</summary>
    private static readonly Dictionary<string, string?> Plain = new()
    {
        ["bias"] = "none", ["use_dora"] = null, ["rank_pattern"] = null, ["alpha_pattern"] = null,
        ["trainable_token_indices"] = null, ["layer_replication"] = null, ["layers_to_transform"] = null, ["exclude_modules"] = null,
        ["lora_bias"] = null, ["target_parameters"] = null, ["use_qalora"] = null, ["use_bdlora"] = null, ["arrow_config"] = null,
        ["kasa_config"] = null, ["alora_invocation_tokens"] = null,
    };

    /// <summary>Reads what <see cref="LoraOptions"/> can say.</summary>
    /// <exception cref="InputException">The file cannot be read, or asks for more than a plain LoRA.</exception>
    public static LoraOptions Read(string path)
    {
        try
        {
            return Read(JsonInput.ReadObject(path, "The adapter's configuration"), path);
        }
        catch (Exception cause) when (cause is InvalidOperationException or FormatException)
        {
            throw new InputException(new InputError($"The adapter's configuration cannot be read: {cause.Message}") { File = path }, cause);
        }
    }

    /// <summary>Writes <c>adapter_config.json</c> as PEFT reads it.</summary>
    public static void Write(string path, LoraOptions options, INetwork network, string? baseModel) =>
        AtomicFile.WriteText(path, Build(options, network, baseModel).ToJsonString(Indented));

    private static LoraOptions Read(JsonObject json, string path)
    {
        var type = (string?)json["peft_type"];
        if (type != "LORA") throw new InputException(new InputError(type is null ? "It names no peft_type." : $"The adapter is of type {type}, not LORA.") { File = path, Remedy = "Adapters of type LORA are read." });
        var errors = new List<string>();
        foreach (var (key, value) in Plain)
            if (!IsPlain(json[key], value)) errors.Add($"{key} is {json[key]!.ToJsonString()}, which is not supported.");
        if (json["init_lora_weights"] is JsonValue start && start.TryGetValue<string>(out var method) && !KeepsBase(method))
            errors.Add($"init_lora_weights is {method}, which also changed the base weights; write the adapter with path_initial_model_for_weight_conversion, which makes a plain LoRA of it.");
        if ((int?)json["r"] is not > 0) errors.Add("r is not a positive number.");
        if ((double?)json["lora_alpha"] is null) errors.Add("lora_alpha is missing.");
        var targets = json["target_modules"];
        if (targets is not JsonArray && (string?)targets != "all-linear") errors.Add("target_modules is neither a list nor all-linear.");
        var saved = (json["modules_to_save"] as JsonArray ?? []).Select(name => name?.ToString() ?? "").Distinct().ToArray();
        if (json["modules_to_save"] is not (null or JsonArray) || !saved.All(LoraOptions.IsClassifier)) errors.Add($"modules_to_save is {json["modules_to_save"]!.ToJsonString()}, which is not supported.");
        if (errors.Count > 0) throw new InputException([.. errors.Select(message => new InputError(message) { File = path })]);
        return new LoraOptions
        {
            Rank = (int)json["r"]!,
            Alpha = (double)json["lora_alpha"]!,
            Dropout = (double?)json["lora_dropout"] ?? 0,
            RankStabilized = (bool?)json["use_rslora"] ?? false,
            ModulesToSave = saved,
            Targets = targets is JsonArray list ? [.. list.Select(name => (string)name!)] : null,
        };
    }

    /// <summary>PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA take what they begin with out of the base.</summary>
    private static bool KeepsBase(string method) => method is "gaussian" or "eva" or "orthogonal";

    private static bool IsPlain(JsonNode? node, string? expected) => node switch
    {
        null => true,
        JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonValue value when value.TryGetValue<bool>(out var flag) => !flag,
        JsonValue value when value.TryGetValue<string>(out var text) => text == expected,
        _ => false,
    };

    private static JsonObject Build(LoraOptions options, INetwork network, string? baseModel) => new()
    {
        ["alora_invocation_tokens"] = null,
        ["alpha_pattern"] = new JsonObject(),
        ["arrow_config"] = null,
        ["auto_mapping"] = null,
        ["base_model_name_or_path"] = baseModel,
        ["bias"] = "none",
        ["corda_config"] = null,
        ["ensure_weight_tying"] = false,
        ["eva_config"] = null,
        ["exclude_modules"] = null,
        ["fan_in_fan_out"] = network.StoresTransposed,
        ["inference_mode"] = true,
        ["init_lora_weights"] = true,
        ["kasa_config"] = null,
        ["layer_replication"] = null,
        ["layers_pattern"] = null,
        ["layers_to_transform"] = null,
        ["loftq_config"] = new JsonObject(),
        ["lora_alpha"] = options.Alpha,
        ["lora_bias"] = false,
        ["lora_dropout"] = options.Dropout,
        ["lora_ga_config"] = null,
        ["megatron_config"] = null,
        ["megatron_core"] = "megatron.core",
        ["modules_to_save"] = options.ModulesToSave.Count == 0 ? null : new JsonArray([.. options.ModulesToSave.Select(name => JsonValue.Create(name))]),
        ["monteclora_config"] = null,
        ["peft_type"] = "LORA",
        ["peft_version"] = "0.21.2",
        ["qalora_group_size"] = 16,
        ["r"] = options.Rank,
        ["rank_pattern"] = new JsonObject(),
        ["revision"] = null,
        ["target_modules"] = new JsonArray([.. Targets(options, network).Select(name => JsonValue.Create(name))]),
        ["target_parameters"] = null,
        ["task_type"] = options.ModulesToSave.Count == 0 ? "CAUSAL_LM" : "SEQ_CLS",
        ["trainable_token_indices"] = null,
        ["use_bdlora"] = null,
        ["use_dora"] = false,
        ["use_qalora"] = false,
        ["use_rslora"] = options.RankStabilized,
        ["velora_config"] = null,
    };

    /// <summary>All linear layers are written as the ends of their names, as PEFT shortens them.</summary>
    private static IEnumerable<string> Targets(LoraOptions options, INetwork network) => options.Targets
        ?? network.Linears.Where(layer => layer.Value != network.Head)
            .Select(layer => layer.Key[(layer.Key.LastIndexOf('.') + 1)..]).Distinct().Order(StringComparer.Ordinal).AsEnumerable();
}
