using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Models.ChatTemplates;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.ChatTemplates;

public class ChatTemplateGoldenTests
{
    [Fact]
    public void Every_conversation_renders_as_in_transformers_with_every_published_template()
    {
        var folder = RepositoryFiles.Shared("reference/chat");
        Assert.All(
            (string[])["chatml", "gemma", "llama2", "llama3", "mistral-v0.3", "phi3", "qwen2.5", "smollm2", "zephyr"],
            family => AssertEveryConversationRenders(Path.Combine(folder, $"{family}.json")));
    }

    [Fact]
    public void The_template_of_a_model_folder_is_found()
    {
        var folder = RepositoryFiles.Shared("models/SmolLM2-135M-Instruct");
        var template = ModelChatTemplate.Find(folder).Template;
        var text = template!.Render([new("system", "Be brief."), new("user", "Hello")], true, Tokenizer.Load(folder).SpecialTokensMap, default);
        Assert.Equal("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n", text);
    }

    private static void AssertEveryConversationRenders(string file)
    {
        var golden = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        var template = ChatTemplate.Parse(golden.GetProperty("template").GetString()!);
        var specialTokens = new[] { "bos_token", "eos_token" }
            .Where(role => golden.GetProperty(role).ValueKind == JsonValueKind.String)
            .ToDictionary(role => role, role => golden.GetProperty(role).GetString()!);
        var cases = golden.GetProperty("cases").EnumerateArray().ToArray();
        Assert.Equal(38, cases.Length);
        foreach (var entry in cases)
        {
            var messages = entry.GetProperty("messages").EnumerateArray()
                .Select(message => new ChatMessage(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))
                .ToArray();
            string Render() => template.Render(
                messages,
                entry.GetProperty("add_generation_prompt").GetBoolean(),
                specialTokens,
                default);

            if (!entry.TryGetProperty("error", out var error))
            {
                Assert.Equal(entry.GetProperty("rendered").GetString(), Render());
                continue;
            }

            // What a template refuses, it refuses at a place in it.
            var refused = Assert.Single(Assert.Throws<InputException>(Render).Errors);
            Assert.Equal(error.GetString(), refused.Message);
            Assert.Equal(entry.GetProperty("error_type").GetString(), refused.Line is null ? "ValueError" : "TemplateError");
        }
    }
}
