using Dev.Workspace;

namespace Dev.Components;

/// <summary>All components by name.</summary>
internal sealed class ComponentCatalog(Workplace workplace)
{
    private readonly Dictionary<string, IComponent> _components = new IComponent[]
    {
        new PostgresComponent(workplace),
        new RabbitMqComponent(workplace),
    }
    .Concat(DotnetProgram.All.Select(program => new DotnetComponent(workplace, program)))
    .ToDictionary(component => component.Name);

    public IComponent this[string name] => _components[name];

    /// <summary>By what a person typed.</summary>
    public IComponent Find(string name) => name switch
    {
        _ when _components.TryGetValue(name, out var component) => component,
        "identity" or "web" => throw new UsageException($"{name} comes with a later version."),
        _ => throw new UsageException($"There is no {name}. There are {string.Join(", ", ComponentNames.All)}."),
    };
}
