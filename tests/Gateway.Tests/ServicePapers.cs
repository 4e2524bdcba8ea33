namespace Gateway.Tests;

/// <summary>OpenAPI documents as the services write them, with names that clash, operations of their own and shared problems.</summary>
internal static class ServicePapers
{
    private const string Problems =
        """
        "ProblemDetails": { "type": "object", "properties": { "title": { "type": [ "null", "string" ] } } },
        "HttpValidationProblemDetails": { "type": "object", "properties": { "errors": { "type": "object" } } },
        """;

    public const string Billing =
        $$"""
        {
          "openapi": "3.1.1",
          "info": { "title": "Billing | v1", "version": "1.0.0" },
          "servers": [ { "url": "http://127.0.0.1:5001/" } ],
          "paths": {
            "/api/v1/playground/credits/packages": {
              "get": {
                "tags": [ "Packs" ],
                "operationId": "List",
                "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": {
                  "type": "array", "items": { "$ref": "#/components/schemas/Item" } } } } } }
              }
            },
            "/api/v1/playground/credits/purchases/{purchaseId}": {
              "get": {
                "operationId": "GetPurchase",
                "parameters": [ { "name": "purchaseId", "in": "path", "required": true, "schema": { "type": "string" } } ],
                "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": {
                  "$ref": "#/components/schemas/Purchase" } } } } }
              },
              "delete": { "operationId": "DeletePurchase", "responses": { "204": { "description": "Gone" } } }
            },
            "/internal/refresh": { "post": { "operationId": "Refresh", "responses": { "200": { "description": "OK", "content": {
              "application/json": { "schema": { "$ref": "#/components/schemas/Internal" } } } } } } }
          },
          "components": { "schemas": { {{Problems}}
            "Internal": { "type": "object" },
            "Purchase": { "type": "object", "properties": { "items": {
              "type": "array", "items": { "$ref": "#/components/schemas/Item" } } } },
            "Item": { "type": "object", "properties": { "package": { "type": "string" } } }
          } },
          "tags": [ { "name": "Packs" } ]
        }
        """;

    public const string Credits =
        $$"""
        {
          "openapi": "3.1.1",
          "info": { "title": "Credits | v1", "version": "1.0.0" },
          "paths": {
            "/api/v1/playground/credits/history": {
              "get": {
                "tags": [ "Credits" ],
                "operationId": "List",
                "responses": {
                  "200": { "description": "OK", "content": { "application/json": { "schema": {
                    "$ref": "#/components/schemas/Item" } } } },
                  "400": { "description": "Bad Request", "content": { "application/problem+json": { "schema": {
                    "$ref": "#/components/schemas/HttpValidationProblemDetails" } } } }
                }
              }
            }
          },
          "components": { "schemas": { {{Problems}}
            "Item": { "type": "object", "properties": { "amount": { "type": "integer" } } }
          } },
          "tags": [ { "name": "Credits" } ]
        }
        """;
}
