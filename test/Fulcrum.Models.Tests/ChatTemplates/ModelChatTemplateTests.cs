using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Inspection;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.ChatTemplates;

public sealed class ModelChatTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_template_file_goes_before_the_configuration_and_that_before_the_GGUF()
    {
        var metadata = new Dictionary<string, object> { ["tokenizer.chat_template"] = "gguf" };
        Assert.Null(ModelChatTemplate.Find(_folder.Path).Template);
        AssertFound(new("gguf", "m.gguf, tokenizer.chat_template"), ModelChatTemplate.Find(_folder.Path, "m.gguf", metadata));

        var config = _folder.Write("tokenizer_config.json", """{"chat_template": "config"}""");
        AssertFound(new("config", $"{config}, chat_template"), ModelChatTemplate.Find(_folder.Path, "m.gguf", metadata));

        var file = _folder.Write("chat_template.jinja", "file");
        AssertFound(new("file", file), ModelChatTemplate.Find(_folder.Path, "m.gguf", metadata));
    }

    [Fact]
    public void Of_a_list_the_default_is_taken_without_a_word()
    {
        var config = Write(("rag", "r"), ("default", "d"));

        var found = ModelChatTemplate.Find(_folder.Path);

        AssertFound(new("d", $"{config}, chat_template `default`"), found);
        Assert.Null(found.Warning);
    }

    [Fact]
    public void The_only_one_of_a_list_is_taken_and_it_is_said()
    {
        var config = Write(("tool_use", "t"));

        var found = ModelChatTemplate.Find(_folder.Path);

        AssertFound(new("t", $"{config}, chat_template `tool_use`"), found);
        Assert.Equal("The model's only chat template is named `tool_use`; it is used as if it were the default.", found.Warning);
    }

    [Fact]
    public void Of_several_without_a_default_none_is_taken_and_it_is_said()
    {
        Write(("tool_use", "t"), ("rag", "r"));

        var found = ModelChatTemplate.Find(_folder.Path);

        Assert.Null(found.Template);
        Assert.Equal(
            "The model has the chat templates `tool_use`, `rag` and none named `default`, so it is prompted without one. To use one, save it as chat_template.jinja in the model's folder.",
            found.Warning);
    }

    [Fact]
    public void What_is_said_of_the_choice_is_a_warning_of_the_model_and_of_its_summary()
    {
        var model = TinyModels.Copy("llama", Path.Combine(_folder.Path, "llama"));
        Write("llama/tokenizer_config.json", ("tool_use", "t"), ("rag", "r"));

        using var loaded = LanguageModel.Load(model);
        var summary = ModelSummary.Read(model);

        Assert.Null(loaded.ChatTemplate);
        Assert.StartsWith("The model has the chat templates `tool_use`, `rag` and none named `default`", Assert.Single(loaded.Warnings), StringComparison.Ordinal);
        Assert.Equal((false, loaded.Warnings[0]), (summary.HasChatTemplate, summary.ChatTemplateWarning));
    }

    [Fact]
    public void A_summary_says_what_is_wrong_with_a_template_beside_what_the_model_is()
    {
        var model = TinyModels.Copy("llama", Path.Combine(_folder.Path, "llama"));
        var file = _folder.Write("llama/chat_template.jinja", "{{ " + new string('(', 10_000) + "1" + new string(')', 10_000) + " }}");

        var summary = ModelSummary.Read(model);

        Assert.Equal(
            ("llama", true, $"Its chat template cannot be used: {file}(1,104): More than 100 brackets and blocks stand inside of each other."),
            (summary.Architecture, summary.HasChatTemplate, summary.Problem));
    }

    [Fact]
    public void A_template_that_is_no_file_is_refused()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("/dev/zero is Linux's.");
        var path = Path.Combine(_folder.Path, "chat_template.jinja");
        File.CreateSymbolicLink(path, "/dev/zero");

        var error = Assert.Single(Assert.Throws<InputException>(() => ModelChatTemplate.Find(_folder.Path)).Errors);

        Assert.Equal($"{path}: The chat template cannot be read: It is empty, or no regular file.", error.ToString());
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertFound((string Source, string Name) expected, ModelChatTemplate found) =>
        Assert.Equal(expected, (found.Template!.Source, found.Template.Name));

    private string Write(params (string Name, string Template)[] templates) => Write("tokenizer_config.json", templates);

    private string Write(string file, params (string Name, string Template)[] templates) => _folder.Write(
        file, JsonSerializer.Serialize(new { chat_template = templates.Select(template => new { name = template.Name, template = template.Template }) }));
}
