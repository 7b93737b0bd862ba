using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using SpiNNMan.Async.Cli.Commands;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Tests.Json;

/// <summary>Makes the schemas of what commands write, of the types of their results and of the meanings of names.</summary>
internal sealed class SchemaGenerator
{
    private static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // The tool itself can only write its results, and knows less of their types.
    private static readonly JsonSerializerOptions s_results = new(CliJson.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    private readonly IReadOnlyDictionary<string, string> _meanings;
    private readonly JsonSchemaExporterOptions _options;

    /// <param name="meanings">The meaning of each name.</param>
    public SchemaGenerator(IReadOnlyDictionary<string, string> meanings)
    {
        _meanings = meanings;
        _options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
    }

    /// <summary>The types of all names that came up.</summary>
    public Dictionary<string, HashSet<string>> Types { get; } = new(StringComparer.Ordinal) { ["schemaVersion"] = ["integer"] };

    /// <summary>The schema of the documents of a command, as text.</summary>
    public string Create(string command, (Type Type, string About)[] documents)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = $"spinnman {command} --json" };
        if (documents is [var only])
        {
            foreach ((string key, JsonNode? value) in Create(only.Type, only.About))
                schema[key] = value?.DeepClone();
        }
        else
        {
            schema["oneOf"] = new JsonArray([.. documents.Select(document => Create(document.Type, document.About))]);
        }

        return schema.ToJsonString(s_format) + "\n";
    }

    /// <summary>The names of a document and of what is in it, in their order; objects within it in parentheses.</summary>
    public static string NamesOf(Type type) => string.Join(", ", Fields(s_results.GetTypeInfo(type)).Select(static field =>
    {
        Type element = field.PropertyType.IsGenericType ? field.PropertyType.GenericTypeArguments[0] : field.PropertyType;
        return s_results.GetTypeInfo(element) is { Kind: JsonTypeInfoKind.Object } ? $"`{field.Name}` ({NamesOf(element)})" : $"`{field.Name}`";
    }));

    private static IEnumerable<JsonPropertyInfo> Fields(JsonTypeInfo type) => type.Properties.Where(static field => field.Get is not null);

    private JsonObject Create(Type type, string about)
    {
        var schema = (JsonObject)s_results.GetTypeInfo(type).GetJsonSchemaAsNode(_options);
        Inline(schema, schema);
        var properties = (JsonObject)schema["properties"]!;
        properties.Insert(0, "schemaVersion", new JsonObject { ["const"] = MessageWriter.SchemaVersion, ["description"] = _meanings.GetValueOrDefault("schemaVersion") });
        ((JsonArray)schema["required"]!).Insert(0, "schemaVersion");
        schema.Insert(0, "description", about);
        return schema;
    }

    /// <summary>Puts what references lead to in their places, so that each part of a schema can be read by itself.</summary>
    private static void Inline(JsonObject root, JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (JsonNode? item in list)
                Inline(root, item);
        }
        else if (node is JsonObject part)
        {
            if (part.Remove("$ref", out JsonNode? reference))
            {
                JsonNode target = ((string)reference!).TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate((JsonNode)root, static (at, name) => at[name]!);
                foreach ((string key, JsonNode? value) in ((JsonObject)target).Where(entry => !part.ContainsKey(entry.Key)).ToArray())
                    part[key] = value?.DeepClone();
            }

            foreach ((string _, JsonNode? value) in part.ToArray())
                Inline(root, value);
        }
    }

    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;

        // What is null is left out, so that nothing may be null.
        if (schema["type"] is JsonArray types)
            schema["type"] = types.Select(static type => (string)type!).Single(static type => type is not "null");

        schema.Remove("enum");
        if (schema["properties"] is JsonObject properties)
        {
            schema["required"] = new JsonArray([.. Fields(context.TypeInfo).Where(static field => !field.IsGetNullable).Select(static field => (JsonNode)field.Name)]);
            schema["additionalProperties"] = false;
            foreach (string ignored in properties.Select(static property => property.Key).Except(Fields(context.TypeInfo).Select(static field => field.Name), StringComparer.Ordinal).ToArray())
                properties.Remove(ignored);
        }

        if (context.PropertyInfo is { Get: not null } property && context.BaseTypeInfo is null)
            Describe(property.Name, schema);

        return schema;
    }

    private void Describe(string name, JsonObject schema)
    {
        // A reference leads to an object that came before.
        const string Reference = "object";
        bool isList = (string?)schema["type"] is "array";
        if (!Types.TryGetValue(name, out HashSet<string>? types))
            Types[name] = types = [];

        types.Add(isList ? $"list of {(string?)schema["items"]!["type"] ?? Reference}s" : (string?)schema["type"] ?? Reference);
        JsonObject value = isList ? (JsonObject)schema["items"]! : schema;
        if (Documents.Values.TryGetValue(name, out string[]? values))
            value["enum"] = new JsonArray([.. values.Select(static one => (JsonNode)one)]);
        else if (Documents.OpenValues.TryGetValue(name, out string[]? open))
            value["pattern"] = Documents.PatternOf(open);

        if (_meanings.TryGetValue(name, out string? meaning))
            schema["description"] = meaning;
    }
}
